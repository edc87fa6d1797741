function widenHalf(h: number): number {
  const sign = h & 0x8000 ? -1 : 1;
  const exponent = (h >> 10) & 0x1f;
  const fraction = h & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction ? NaN : sign * Infinity;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

let table: Float32Array | undefined;

/** IEEE half-precision bits to float32, by a table of all 65,536; into `out`. */
export function float16ToFloat32(bits: Uint16Array, out: Float32Array = new Float32Array(bits.length)): Float32Array {
  const widened = (table ??= Float32Array.from({ length: 65_536 }, (_, h) => widenHalf(h)));
  for (let i = 0; i < bits.length; i++) out[i] = widened[bits[i]!]!;
  return out;
}

/** float32 to IEEE half-precision bits, rounded to nearest, halves to even; what is too large becomes infinity. */
export function float32ToFloat16(values: Float32Array): Uint16Array {
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
  const out = new Uint16Array(values.length);
  for (let i = 0; i < bits.length; i++) {
    const x = bits[i]!;
    const sign = (x >>> 16) & 0x8000;
    const magnitude = x & 0x7fffffff;
    if (magnitude >= 0x47800000) {
      out[i] = sign | (magnitude > 0x7f800000 ? 0x7e00 : 0x7c00);
    } else if (magnitude < 0x38800000) {
      // Subnormal halves count in steps of 2^-24; ties go to even, as everywhere else.
      const steps = Math.abs(values[i]!) * 2 ** 24;
      const floor = Math.floor(steps);
      const rest = steps - floor;
      out[i] = sign | (rest > 0.5 || (rest === 0.5 && floor % 2 === 1) ? floor + 1 : floor);
    } else {
      const half = (magnitude - 0x38000000) >>> 13;
      const rest = magnitude & 0x1fff;
      out[i] = sign | (rest > 0x1000 || (rest === 0x1000 && half & 1) ? half + 1 : half);
    }
  }
  return out;
}
