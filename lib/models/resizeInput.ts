import { UserError } from '../io/userError.js';
import type { ClipConfig } from './clipConfig.js';
import type { NamedTensor, NamedTensors } from './namedTensors.js';
import { requireConfig } from './requireConfig.js';
import { requireNamedTensors } from './requireNamedTensors.js';

/** Keys' cubic with a = -0.5. */
function bicubic(x: number): number {
  const d = Math.abs(x);
  if (d < 1) return (1.5 * d - 2.5) * d * d + 1;
  return d < 2 ? ((-0.5 * d + 2.5) * d - 4) * d + 2 : 0;
}

/** What each of `to` positions takes from each of `from`: [to, from], every row summing to 1. */
function resampling(from: number, to: number): number[][] {
  const scale = from / to;
  const stretch = Math.max(1, scale);
  return Array.from({ length: to }, (_, position) => {
    const weights = Array.from({ length: from }, (_, k) => bicubic((k + 0.5 - (position + 0.5) * scale) / stretch));
    const sum = weights.reduce((a, b) => a + b);
    return weights.map((weight) => weight / sum);
  });
}

/** Of a grid [rows, columns, D], the rows resampled: [to, columns, D]. */
function resizeRows(grid: Float64Array, rows: number, to: number): Float64Array {
  const stride = grid.length / rows;
  const resized = new Float64Array(to * stride);
  resampling(rows, to).forEach((weights, row) =>
    weights.forEach((weight, from) => {
      if (weight === 0) return;
      for (let k = 0; k < stride; k++) resized[row * stride + k]! += weight * grid[from * stride + k]!;
    }),
  );
  return resized;
}

/** [rows, columns, D] -> [columns, rows, D] */
function transpose(grid: Float64Array, rows: number, columns: number): Float64Array {
  const D = grid.length / rows / columns;
  const turned = new Float64Array(grid.length);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++)
      turned.set(
        grid.subarray((row * columns + column) * D, (row * columns + column + 1) * D),
        (column * rows + row) * D,
      );
  return turned;
}

/**
 * The embeddings of a grid of positions for a grid of another size: bicubic (a = -0.5), with antialiasing when it
 * shrinks, as open_clip does it. [1 + from^2, D] -> [1 + side^2, D]; the first row, which is the class token's or the
 * mean's, stays.
 */
export function resizePositionEmbedding({ shape, data }: NamedTensor, side: number): NamedTensor {
  const [tokens, D] = shape as [number, number];
  const from = Math.sqrt(tokens - 1);
  const grid = Float64Array.from(data.subarray(D));
  const tall = resizeRows(grid, from, side); // [side, from, D]
  const turned = resizeRows(transpose(tall, side, from), from, side); // [side, side, D], columns first
  const resized = new Float32Array((side * side + 1) * D);
  resized.set(data.subarray(0, D));
  resized.set(transpose(turned, side, side), D);
  return { shape: [side * side + 1, D], data: resized };
}

/**
 * A CLIP for images of another size: its configuration, and its tensors with the image tower's position embeddings
 * resampled.
 * @param imageSize pixels a side; a multiple of what the image tower divides an image by
 * @throws UserError where it is not
 * @example
 * const { model } = await loadModel('ViT-B/32');
 * const larger = resizeInput(model.config, model.parameters.export(), 336);
 * const at336 = createClip(larger.config, larger.tensors);
 */
export function resizeInput(
  config: ClipConfig,
  tensors: NamedTensors,
  imageSize: number,
): { config: ClipConfig; tensors: NamedTensors } {
  requireConfig(config, ['vision']);
  requireNamedTensors(tensors);
  const { vision } = config;
  const step = vision.kind === 'vit' ? vision.patchSize : 2 ** (vision.layers.length + 1);
  if (!Number.isInteger(imageSize / step) || imageSize <= 0)
    throw new UserError(`images of ${imageSize} pixels do not fit this model: give a multiple of ${step}.`);
  const name = vision.kind === 'vit' ? 'visual.positional_embedding' : 'visual.attnpool.positional_embedding';
  const positions = tensors.get(name);
  if (!positions) throw new UserError(`the tensors do not fit the model: ${name} is missing.`);
  const [tokens = 0] = positions.shape;
  if (positions.shape.length !== 2 || tokens < 2 || !Number.isInteger(Math.sqrt(tokens - 1)))
    throw new UserError(
      `${name} is [${positions.shape.join(', ')}], expected [1 + side * side, width]: load it again.`,
    );
  return {
    config: { ...config, vision: { ...vision, imageSize } },
    tensors: new Map([...tensors, [name, resizePositionEmbedding(positions, imageSize / step)]]),
  };
}
