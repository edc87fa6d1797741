import { stackRows, type Matrix } from './matrix.js';

/** Embeddings with their classes. */
export interface LabelledFeatures {
  /** [N, D] */
  readonly features: Matrix;
  /** [N], 0..K-1 */
  readonly labels: Int32Array;
}

/** Several sets, one after the other. */
export function joinLabelled(sets: readonly LabelledFeatures[]): LabelledFeatures {
  return {
    features: stackRows(sets.map((set) => set.features)),
    labels: Int32Array.from(sets.flatMap((set) => [...set.labels])),
  };
}
