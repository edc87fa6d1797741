import { sha256 } from '../../io/sha256.js';
import type { Metric } from '../metric.js';
import type { CoarseClasses, Credit, SplitName } from './taskSource.js';

/** One shard of a split as task.json records it. */
export interface SplitRecord {
  readonly images: number;
  /** Of the split's only shard, `<split>/0.tar`. */
  readonly sha256: string;
}

/** What `task.json` says. */
export interface TaskFile {
  readonly name: string;
  readonly title: string;
  readonly metric: Metric;
  readonly imageSize: number;
  readonly classes: number;
  /** Labels are positions: this hash of the class names in order keeps them from meaning something else. */
  readonly classNamesSha256: string;
  /** Where the classes fall into larger ones. */
  readonly coarse?: CoarseClasses;
  readonly splits: Readonly<Record<SplitName, SplitRecord>>;
  readonly standsIn: string;
  readonly standsInTitle: string;
  readonly differs: string;
  readonly notes: readonly string[];
  readonly credits: readonly Credit[];
  /** The packages it was made from, e.g. "@iconify/json@2.2.535". */
  readonly madeFrom: readonly string[];
  readonly seed: number;
}

export function classNamesHash(classNames: readonly string[]): string {
  return sha256(classNames.join('\n'));
}
