;; The two passes of Pillow's bicubic resize in whole numbers, eight products an instruction.
;;
;; A weight has 22 fractional bits and does not fit in the sixteen bits that i32x4.dot_i16x8_s multiplies, so it comes in two parts,
;; weight = high * 2^11 + low with 0 <= low < 2^11. The taps of a position are taken two by two: a pair of weights is eight
;; bytes, high of both and then low of both, and the samples of the pair are interleaved to match. Missing taps have weight 0,
;; so whatever bytes lie there do not count; but they are read, as are a few bytes past the end, and must be inside the memory.
;;
;; Sums begin at one half, are cut to their whole part, and are clipped to 0..255.
(module
  (memory (export "memory") 1)

  ;; Horizontal pass: `rows` rows of `stride` bytes at `in` become rows of `count` pixels at `out`, one after the other.
  ;; `firsts` [count] i32: the byte in a row where a position begins to read. `weights` [count, pairs].
  (func (export "resizeRows")
    (param $in i32) (param $stride i32) (param $rows i32) (param $out i32) (param $count i32)
    (param $firsts i32) (param $weights i32) (param $pairs i32) (param $channels i32)
    (local $place v128) (local $sum v128) (local $pixels v128)
    (local $x i32) (local $p i32) (local $w i32) (local $left i32) (local $step i32)
    ;; Where the bytes of two neighboring pixels go: one channel of both, then the next; 255 makes a zero byte.
    (local.set $place (v128.const i8x16 0 255 1 255 255 255 255 255 255 255 255 255 255 255 255 255))
    (if (i32.eq (local.get $channels) (i32.const 3)) (then
      (local.set $place (v128.const i8x16 0 255 3 255 1 255 4 255 2 255 5 255 255 255 255 255))))
    (if (i32.eq (local.get $channels) (i32.const 4)) (then
      (local.set $place (v128.const i8x16 0 255 4 255 1 255 5 255 2 255 6 255 3 255 7 255))))
    (local.set $step (i32.shl (local.get $channels) (i32.const 1)))
    (block $done (loop $row
      (br_if $done (i32.eqz (local.get $rows)))
      (local.set $w (local.get $weights))
      (local.set $x (i32.const 0))
      (loop $position
        (local.set $p (i32.add (local.get $in)
          (i32.load (i32.add (local.get $firsts) (i32.shl (local.get $x) (i32.const 2))))))
        (local.set $sum (v128.const i32x4 2097152 2097152 2097152 2097152))
        (local.set $left (local.get $pairs))
        (loop $pair
          (local.set $pixels (i8x16.swizzle (v128.load64_zero (local.get $p)) (local.get $place)))
          (local.set $sum (i32x4.add (local.get $sum) (i32x4.add
            (i32x4.shl (i32x4.dot_i16x8_s (local.get $pixels) (v128.load32_splat (local.get $w))) (i32.const 11))
            (i32x4.dot_i16x8_s (local.get $pixels) (v128.load32_splat offset=4 (local.get $w))))))
          (local.set $p (i32.add (local.get $p) (local.get $step)))
          (local.set $w (i32.add (local.get $w) (i32.const 8)))
          (br_if $pair (local.tee $left (i32.sub (local.get $left) (i32.const 1)))))
        (local.set $sum (i32x4.shr_s (local.get $sum) (i32.const 22)))
        (local.set $sum (i16x8.narrow_i32x4_s (local.get $sum) (local.get $sum)))
        (local.set $sum (i8x16.narrow_i16x8_u (local.get $sum) (local.get $sum)))
        ;; Always four bytes: those of other pixels are written again when their turn comes.
        (i32.store (local.get $out) (i32x4.extract_lane 0 (local.get $sum)))
        (local.set $out (i32.add (local.get $out) (local.get $channels)))
        (br_if $position (i32.lt_u
          (local.tee $x (i32.add (local.get $x) (i32.const 1))) (local.get $count))))
      (local.set $in (i32.add (local.get $in) (local.get $stride)))
      (local.set $rows (i32.sub (local.get $rows) (i32.const 1)))
      (br $row))))

  ;; Vertical pass: rows of `stride` bytes at `in` become `count` rows at `out`, sixteen samples at a time.
  ;; `firsts` [count] i32: the byte where the first row that a position reads begins. `weights` [count, pairs].
  (func (export "resizeColumns")
    (param $in i32) (param $stride i32) (param $out i32) (param $count i32)
    (param $firsts i32) (param $weights i32) (param $pairs i32)
    (local $a v128) (local $b v128) (local $c v128) (local $d v128)
    (local $upper v128) (local $lower v128) (local $mixed v128) (local $high v128) (local $low v128)
    (local $y i32) (local $k i32) (local $p i32) (local $w i32) (local $left i32)
    (loop $row
      (local.set $k (i32.const 0))
      (loop $block
        (local.set $p (i32.add (i32.add (local.get $in) (local.get $k))
          (i32.load (i32.add (local.get $firsts) (i32.shl (local.get $y) (i32.const 2))))))
        (local.set $w (i32.add (local.get $weights)
          (i32.mul (i32.mul (local.get $y) (local.get $pairs)) (i32.const 8))))
        (local.set $a (v128.const i32x4 2097152 2097152 2097152 2097152))
        (local.set $b (local.get $a))
        (local.set $c (local.get $a))
        (local.set $d (local.get $a))
        (local.set $left (local.get $pairs))
        (loop $pair
          (local.set $high (v128.load32_splat (local.get $w)))
          (local.set $low (v128.load32_splat offset=4 (local.get $w)))
          (local.set $upper (v128.load (local.get $p)))
          (local.set $lower (v128.load (i32.add (local.get $p) (local.get $stride))))
          ;; Samples 0..7 of both rows, interleaved, then 8..15.
          (local.set $mixed (i8x16.shuffle 0 16 1 17 2 18 3 19 4 20 5 21 6 22 7 23 (local.get $upper) (local.get $lower)))
          (local.set $a (call $add (local.get $a) (i16x8.extend_low_i8x16_u (local.get $mixed)) (local.get $high) (local.get $low)))
          (local.set $b (call $add (local.get $b) (i16x8.extend_high_i8x16_u (local.get $mixed)) (local.get $high) (local.get $low)))
          (local.set $mixed (i8x16.shuffle 8 24 9 25 10 26 11 27 12 28 13 29 14 30 15 31 (local.get $upper) (local.get $lower)))
          (local.set $c (call $add (local.get $c) (i16x8.extend_low_i8x16_u (local.get $mixed)) (local.get $high) (local.get $low)))
          (local.set $d (call $add (local.get $d) (i16x8.extend_high_i8x16_u (local.get $mixed)) (local.get $high) (local.get $low)))
          (local.set $p (i32.add (local.get $p) (i32.shl (local.get $stride) (i32.const 1))))
          (local.set $w (i32.add (local.get $w) (i32.const 8)))
          (br_if $pair (local.tee $left (i32.sub (local.get $left) (i32.const 1)))))
        (v128.store (i32.add (local.get $out) (local.get $k)) (i8x16.narrow_i16x8_u
          (i16x8.narrow_i32x4_s (i32x4.shr_s (local.get $a) (i32.const 22)) (i32x4.shr_s (local.get $b) (i32.const 22)))
          (i16x8.narrow_i32x4_s (i32x4.shr_s (local.get $c) (i32.const 22)) (i32x4.shr_s (local.get $d) (i32.const 22)))))
        (br_if $block (i32.lt_u
          (local.tee $k (i32.add (local.get $k) (i32.const 16))) (local.get $stride))))
      (local.set $out (i32.add (local.get $out) (local.get $stride)))
      (br_if $row (i32.lt_u
        (local.tee $y (i32.add (local.get $y) (i32.const 1))) (local.get $count)))))

  ;; sum + pairs . (high * 2^11 + low)
  (func $add (param $sum v128) (param $pairs v128) (param $high v128) (param $low v128) (result v128)
    (i32x4.add (local.get $sum) (i32x4.add
      (i32x4.shl (i32x4.dot_i16x8_s (local.get $pairs) (local.get $high)) (i32.const 11))
      (i32x4.dot_i16x8_s (local.get $pairs) (local.get $low))))))
