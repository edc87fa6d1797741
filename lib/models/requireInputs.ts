import { tf, type Tensor } from '../engine/tf.js';
import { firstNotFinite } from '../io/firstNotFinite.js';
import { told } from '../io/told.js';
import { UserError } from '../io/userError.js';
import type { ClipConfig } from './clipConfig.js';

/**
 * Refuses what is no tensor that a model can compute with.
 * @param what names it in the plural, e.g. `the images` @param remedy how it is made
 * @throws UserError
 */
export function requireTensor(value: Tensor, dtype: 'float32' | 'int32', what: string, remedy: string): void {
  if (!((value as unknown) instanceof tf.Tensor))
    throw new UserError(`${what} are ${told(value)}, expected a tensor: ${remedy}.`);
  if (value.isDisposed) throw new UserError(`${what} are a tensor that is disposed of already: ${remedy} again.`);
  if (value.dtype !== dtype) throw new UserError(`${what} are ${value.dtype}, expected ${dtype}: ${remedy}.`);
  if (value.shape[0] === 0) throw new UserError(`${what} are none: give at least one.`);
}

/**
 * Refuses pixels that are not [N, S, S, 3] of the model's size. Their numbers are looked at only on request: in
 * training the loss is looked at anyway.
 * @throws UserError naming the first image with a number that is not finite
 */
export function requirePixels(pixels: Tensor, { vision: { imageSize: S } }: ClipConfig, looksAtAll: boolean): void {
  requireTensor(pixels, 'float32', 'the images', 'make them with toPixels');
  const { shape } = pixels;
  if (shape.slice(1).join() !== `${S},${S},3`)
    throw new UserError(
      `the images are [${shape.join(', ')}] and the model takes [N, ${S}, ${S}, 3]: resize them, or the model with resizeInput.`,
    );
  const at = looksAtAll ? firstNotFinite(pixels.dataSync<'float32'>()) : -1;
  if (at >= 0)
    throw new UserError(
      `image ${Math.floor(at / (S * S * 3)) + 1} of ${shape[0]} has a pixel that is not finite: make them with toPixels.`,
    );
}

/** Refuses token ids that are not [N, L] of the model's vocabulary. @throws UserError */
export function requireTokens(tokens: Tensor, { text: { contextLength, vocabSize } }: ClipConfig): void {
  const remedy = 'tokenize them for this model';
  requireTensor(tokens, 'int32', 'the texts', `make them with tokenizer.tokenize and tf.tensor2d(..., 'int32')`);
  const [, length = 0] = tokens.shape;
  if (tokens.rank !== 2 || length === 0)
    throw new UserError(`the texts are [${tokens.shape.join(', ')}] and the model takes [N, L]: ${remedy}.`);
  if (length > contextLength)
    throw new UserError(`the texts are ${length} tokens long and the model takes ${contextLength}: ${remedy}.`);
  const wrong = tokens.dataSync<'int32'>().find((id) => id < 0 || id >= vocabSize);
  if (wrong !== undefined)
    throw new UserError(`the texts have the token ${wrong} and the model's are 0 to ${vocabSize - 1}: ${remedy}.`);
}
