import { UserError } from '../../io/userError.js';
import type { Objective } from '../objective.js';
import { CONTRASTIVE } from './contrastive.js';

const OBJECTIVES: readonly Objective[] = [CONTRASTIVE];

/** The objective of that name. @throws UserError listing the names there are */
export function findObjective(name: string): Objective {
  const objective = OBJECTIVES.find((one) => one.name === name);
  if (objective) return objective;
  const names = OBJECTIVES.map((one) => one.name).join(', ');
  throw new UserError(`there is no objective ${name}: give one of ${names}.`);
}
