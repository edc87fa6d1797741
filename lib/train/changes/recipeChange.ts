import type { Recipe } from '../recipe.js';

/** Fields that a change may set, of the model only those that change. Steps and seed are the comparison's own. */
export type ChangedFields = Partial<
  Omit<
    Recipe,
    'name' | 'model' | 'seed' | 'steps' | 'warmupSteps' | 'checkpointEvery' | 'checkpointsKept' | 'evaluateEvery'
  >
> & { readonly model?: Partial<Recipe['model']> };

/** A choice of the training made otherwise, as data. */
export interface RecipeChange {
  /** Small letters, digits and dashes: it names the run's recipe and folder, e.g. `vit`. */
  readonly name: string;
  /** In a few words, e.g. `ViT for ResNet`. */
  readonly title: string;
  /** What is chosen, e.g. `towers`: changes of one group stand together. */
  readonly group: string;
  readonly fields: ChangedFields;
}
