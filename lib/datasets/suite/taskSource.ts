/** The paper's kinds of score that the suite's tasks use. */
export type Metric = 'accuracy' | 'meanPerClass';

export type SplitName = 'train' | 'validation' | 'test';

export const SPLIT_NAMES: readonly SplitName[] = ['train', 'validation', 'test'];

/** One picture of a task before it is written. */
export interface SourcePicture {
  /** Unique in the task, letters, digits, "_" and "-": which picture of which source it is. */
  readonly key: string;
  /** Position in the class names. */
  readonly label: number;
  /** RGB bytes [size, size, 3]. */
  readonly pixels: Uint8Array;
}

/** Whose pictures a split holds. */
export interface Credit {
  readonly title: string;
  readonly author: string;
  /** SPDX identifier. */
  readonly licence: string;
  readonly source: string;
}

/** A task as its maker hands it to the writer. */
export interface TaskSource {
  readonly name: string;
  readonly title: string;
  readonly metric: Metric;
  readonly classNames: readonly string[];
  /** Prompts with `{c}` for the class name, the plain one first. */
  readonly templates: readonly string[];
  readonly splits: Readonly<Record<SplitName, readonly SourcePicture[]>>;
  /** The dataset of the paper that it stands in for. */
  readonly standsIn: string;
  /** How it differs from that one. */
  readonly differs: string;
  /** What one must know to read its scores. */
  readonly notes: readonly string[];
  readonly credits: readonly Credit[];
}
