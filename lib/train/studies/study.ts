import type { Recipe } from '../recipe.js';

/**
 * Runs that are compared with each other, by their recipes. A run may belong to several studies; it is trained once a
 * seed.
 */
export interface Study {
  readonly name: string;
  /** What is compared, in a sentence. */
  readonly question: string;
  readonly runs: readonly StudyRun[];
}

/** One run of a study. */
export interface StudyRun {
  readonly recipe: Recipe;
  /** What it does otherwise, in a few words, e.g. `ViT for ResNet`; left out where the name of the recipe says it. */
  readonly change?: string;
  /** Whether the weights of its first seed are kept beside the log, in `data/models`. */
  readonly kept: boolean;
}
