import { requireWhole } from '../../io/requireWhole.js';
import { requireImages } from '../../image/requireImages.js';
import sharp from 'sharp';
import { projectiveTransform } from '../../engine/projectiveTransform.js';
import type { Random } from '../../engine/random.js';
import { tf, type Tensor, type Tensor4D } from '../../engine/tf.js';
import { colorJitters, jitterColors } from '../../image/augment/colorJitter.js';
import type { ImageBatch } from '../../image/imageBatch.js';

/** How far a copy may be from its image (the kinds of change of the paper's appendix C). */
export interface Distortion {
  /** The part of the image that the copy shows, as a share of its side; above 1 a margin is added. */
  readonly scale: readonly [number, number];
  /** Width against height changes by a factor of up to exp(±this). */
  readonly aspect: number;
  readonly turnDegrees: number;
  /** The copy is shrunk to this share of its side and enlarged again. */
  readonly rescaledTo: readonly [number, number];
  readonly jpegQuality: readonly [number, number];
  /** See `colorJitters`. */
  readonly colorJitter: number;
}

/** Images of one batch that share a rescaling and a JPEG quality: one native call for all of them. */
const GROUP = 32;
const WHITE = 255;

const between = ([low, high]: readonly [number, number], random: Random): number => low + (high - low) * random.next();

/**
 * A copy of every image as another site might show it: cropped or given a margin, stretched, turned a little, shrunk
 * and enlarged, its colors changed, and saved as a JPEG. Square images in; bytes out, [count, size, size, 3]. Ground
 * that was not there is white.
 * @throws UserError where the images or the size are none
 */
export async function distortImages(
  images: ImageBatch,
  size: number,
  distortion: Distortion,
  random: Random,
): Promise<ImageBatch> {
  requireImages(images);
  requireWhole(size, 'the image size', 1);
  const { count } = images;
  const pixels = new Uint8Array(count * size * size * 3);
  const places = placements(images, size, distortion, random);
  const colors = colorJitters(count, distortion.colorJitter, random);
  for (let begin = 0; begin < count; begin += GROUP) {
    const end = Math.min(begin + GROUP, count);
    const small = Math.round(size * between(distortion.rescaledTo, random));
    const quality = Math.round(between(distortion.jpegQuality, random));
    const levels: Tensor = tf.tidy(() => {
      const placed = place(images, begin, end, places, size);
      const shrunk = small < size ? tf.image.resizeBilinear(placed, [small, small]) : placed;
      const enlarged: Tensor4D = small < size ? tf.image.resizeBilinear(shrunk, [size, size]) : placed;
      const colored = jitterColors(enlarged, colors.subarray(9 * begin, 9 * end));
      return tf.round(colored);
    });
    const bytes = Uint8Array.from(levels.dataSync<'float32'>());
    levels.dispose();
    pixels.set(await throughJpeg(bytes, size, size * (end - begin), quality), begin * size * size * 3);
  }
  return { count, height: size, width: size, pixels };
}

/** For each image the eight numbers of TensorFlow's projective transform, from the copy's positions to the image's. */
function placements({ count, height }: ImageBatch, size: number, distortion: Distortion, random: Random): Float32Array {
  const { aspect, turnDegrees } = distortion;
  const transforms = new Float32Array(8 * count);
  const plusMinus = (most: number): number => most * (2 * random.next() - 1);
  for (let k = 0; k < count; k++) {
    const side = between(distortion.scale, random);
    const stretch = Math.exp(plusMinus(aspect) / 2);
    const [across, down] = [(side * stretch * height) / size, (side * height) / (stretch * size)];
    const angle = (plusMinus(turnDegrees) * Math.PI) / 180;
    const room = (Math.abs(1 - side) * height) / 2;
    const [a0, a1] = [across * Math.cos(angle), -down * Math.sin(angle)];
    const [b0, b1] = [across * Math.sin(angle), down * Math.cos(angle)];
    const middle = (size - 1) / 2;
    const a2 = (height - 1) / 2 + plusMinus(room) - middle * (a0 + a1);
    const b2 = (height - 1) / 2 + plusMinus(room) - middle * (b0 + b1);
    transforms.set([a0, a1, a2, b0, b1, b2, 0, 0], 8 * k);
  }
  return transforms;
}

/** Images `begin` to `end` under their transforms: [N, size, size, 3] in 0..255. */
function place(images: ImageBatch, begin: number, end: number, transforms: Float32Array, size: number): Tensor4D {
  const { height, width } = images;
  const N = end - begin;
  const bytes = images.pixels.subarray(begin * height * width * 3, end * height * width * 3);
  const pixels = tf.tensor4d(Float32Array.from(bytes), [N, height, width, 3]);
  const matrices = tf.tensor2d(transforms.subarray(8 * begin, 8 * end), [N, 8]);
  return projectiveTransform(pixels, matrices, size, WHITE);
}

/**
 * RGB bytes [height, width, 3] after a JPEG of this quality. Heights and widths are multiples of 16, so that no two
 * images share a block.
 */
async function throughJpeg(bytes: Uint8Array, width: number, height: number, quality: number): Promise<Uint8Array> {
  const jpeg = await sharp(bytes, { raw: { width, height, channels: 3 } })
    .jpeg({ quality })
    .toBuffer();
  return sharp(jpeg).raw().toBuffer();
}
