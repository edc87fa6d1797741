import type { Metric } from '../metric.js';

/** The splits of a dataset. */
export type SplitName = 'train' | 'validation' | 'test';

export const SPLIT_NAMES: readonly SplitName[] = ['train', 'validation', 'test'];

/** One image of a task before it is written. */
export interface SourceImage {
  /** Unique in the task, letters, digits, "_" and "-": which image of which source it is. */
  readonly key: string;
  /** Position in the class names; of several labels the first. */
  readonly label: number;
  /** All labels of the image, in a task where it may have several. */
  readonly labels?: readonly number[];
  /** RGB bytes [size, size, 3]. */
  readonly pixels: Uint8Array;
}

/** Whose images a split holds. */
export interface Credit {
  readonly title: string;
  readonly author: string;
  /** SPDX identifier. */
  readonly license: string;
  readonly source: string;
}

/** Classes taken together: the same images as a coarser task. */
export interface CoarseClasses {
  readonly names: readonly string[];
  /** By class, the position of its coarse class in `names`. */
  readonly of: readonly number[];
}

/** A task as its maker hands it to the writer. */
export interface TaskSource {
  readonly name: string;
  readonly title: string;
  readonly metric: Metric;
  readonly classNames: readonly string[];
  readonly coarse?: CoarseClasses;
  /** Prompts with `{c}` for the class name, the plain one first. */
  readonly templates: readonly string[];
  readonly splits: Readonly<Record<SplitName, readonly SourceImage[]>>;
  /** The dataset of the paper that it stands in for, by its name in `data/paper/datasets.csv`. */
  readonly standsIn: string;
  /** What that one is called in figures. */
  readonly standsInTitle: string;
  /** How it differs from that one. */
  readonly differs: string;
  /** What one must know to read its scores. */
  readonly notes: readonly string[];
  readonly credits: readonly Credit[];
}
