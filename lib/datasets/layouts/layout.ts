import type { ImageSplit } from '../imageSplit.js';
import type { SplitName } from '../suite/taskSource.js';

/** A dataset as its files have it. */
export interface Layout {
  /** By label. */
  readonly classNames: readonly string[];
  /**
   * Whether labels were made here from the classes' names, or are numbers of the files, which mean nothing but their
   * place in the list of names beside them.
   */
  readonly labels: 'named' | 'numbered';
  readonly templates?: readonly string[];
  /** Those that there are. */
  readonly splits: Readonly<Partial<Record<SplitName, ImageSplit>>>;
  readonly notes: readonly string[];
  /** The dataset of the paper whose official layout it is. */
  readonly registered?: string;
}
