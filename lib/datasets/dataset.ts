import type { ImageSplit } from './imageSplit.js';
import type { Metric } from './metric.js';
import type { SealedSplit } from './sealedSplit.js';
import type { CoarseClasses, SplitName } from './suite/taskSource.js';

/** How much a split holds, and the hash of it: known without opening it. */
export interface SplitContent {
  readonly images: number;
  readonly sha256: string;
}

/** A classification dataset. The suite's tasks are some of these whose images are in memory. */
export interface Dataset {
  readonly name: string;
  readonly title: string;
  readonly metric: Metric;
  readonly classNames: readonly string[];
  /** All names of each class, where it has several. */
  readonly synonyms?: readonly (readonly string[])[];
  /** Labels are positions: the hash of the class names in order. */
  readonly classNamesSha256: string;
  /** Prompts with `{c}` for the class name. */
  readonly templates: readonly string[];
  /** Where the classes fall into larger ones. */
  readonly coarse?: CoarseClasses;
  /**
   * Of a task of the suite: the dataset of the paper in whose place it stands, by its name in
   * `data/paper/datasets.csv`, and what that one is called in figures.
   */
  readonly standsIn?: string;
  readonly standsInTitle?: string;
  /** What one must know to read its scores. */
  readonly notes: readonly string[];
  readonly contents: Readonly<Record<SplitName, SplitContent>>;
  /** @throws UserError where the dataset came without training images, which zero-shot does not need */
  readonly train: ImageSplit;
  /** Held out of the training images where the dataset has no such split. @throws UserError as `train` does */
  readonly validation: ImageSplit;
  /** Opens once: for the final evaluation. */
  readonly test: SealedSplit<ImageSplit>;
}
