import type { Scalar, Tensor1D, Tensor2D, Tensor4D } from '../engine/tf.js';
import type { Clip } from '../models/clip.js';
import type { ClipConfig } from '../models/clipConfig.js';
import type { Parameters } from '../models/parameters.js';
import type { ParameterSpec } from '../models/parameterSpec.js';
import type { Mode } from '../models/scope.js';

/** N images with what belongs to each. Whoever made the tensors keeps them. */
export interface ObjectiveBatch {
  /** [N, S, S, 3], normalized. */
  readonly pixels: Tensor4D;
  /** The same images, cut and changed another time. */
  readonly otherPixels?: Tensor4D;
  /** Token ids [N, L] int32. */
  readonly tokens: Tensor2D;
  /** By the label set's name, each image's class [N] int32, -1 where it has none. */
  readonly labels?: Readonly<Record<string, Tensor1D>>;
}

/** What an objective's own parameters are sized by. */
export interface ObjectiveSetting {
  readonly config: ClipConfig;
  /** By the label set's name, how many classes it has. */
  readonly classes?: Readonly<Record<string, number>>;
}

/**
 * How a model of an objective classifies out of words alone: by cosines in a space that images and texts share, by how
 * likely it is to write a caption, by the words it finds in an image, or not at all.
 */
export type ZeroShotWay = 'shared space' | 'caption' | 'words' | 'none';

/** What a model is trained to do: data and functions, with no state of its own. */
export interface Objective {
  readonly name: string;
  /** What models of it are called in tables and figures. */
  readonly title: string;
  readonly zeroShot: ZeroShotWay;
  /** Whether a batch can be encoded in chunks and still be compared whole (see `Recipe.chunkSize`). */
  readonly chunkable: boolean;
  /** The loss of a model that tells nothing apart, in nats, where it is known beforehand. */
  readonly lossOfNoLearning?: (batchSize: number) => number;
  /** Which of a batch's optional fields the loss reads. */
  readonly needs: { readonly otherPixels: boolean; readonly labels: boolean };
  /**
   * Tensors that the loss needs beside the model's, e.g. a decoder's.
   * @throws UserError where the setting lacks what they need
   */
  extraSpecs(setting: ObjectiveSetting): ParameterSpec[];
  /** Whether the loss trains the model's parameter of that name; no gradient reaches the others. */
  trains(parameter: string): boolean;
  /**
   * The batch's loss in nats, a scalar float32. `extra` holds the tensors of `extraSpecs`, for the same model.
   * @throws UserError where the batch lacks a field that the loss reads
   */
  loss(model: Clip, extra: Parameters, batch: ObjectiveBatch, mode: Mode): Scalar;
}
