import { UserError } from '../../io/userError.js';
import type { Objective } from '../objective.js';
import { BAG_OF_WORDS } from './bagOfWords.js';
import { CAPTION } from './caption.js';
import { CONTRASTIVE } from './contrastive.js';
import { CONTRASTIVE_CAPTION } from './contrastiveCaption.js';
import { CONTRASTIVE_SIMCLR } from './contrastiveSimclr.js';
import { SIMCLR } from './simclr.js';
import { SUPERVISED } from './supervised.js';

/** Everything a model can be trained to do here. */
export const OBJECTIVES: readonly Objective[] = [
  CONTRASTIVE,
  CAPTION,
  BAG_OF_WORDS,
  CONTRASTIVE_CAPTION,
  CONTRASTIVE_SIMCLR,
  SIMCLR,
  SUPERVISED,
];

/**
 * The objective of that name.
 * @throws UserError listing the names there are
 * @example
 * const { needs } = findObjective('simclr');
 * needs.otherPixels; // true: a second view of every image
 * show(OBJECTIVES.map(({ name }) => name).join(', '));
 */
export function findObjective(name: string): Objective {
  const objective = OBJECTIVES.find((one) => one.name === name);
  if (objective) return objective;
  const names = OBJECTIVES.map((one) => one.name).join(', ');
  throw new UserError(`there is no objective ${name}: give one of ${names}.`);
}
