import { UserError } from '../../io/userError.js';
import { ABLATIONS } from './ablations.js';
import { BASELINES, EFFICIENT_PRETRAINING } from './pretrainingObjectives.js';
import { SCALING } from './scaling.js';
import type { Study, StudyRun } from './study.js';

/** The studies that `cliplab study` trains. */
export const STUDIES: readonly Study[] = [EFFICIENT_PRETRAINING, BASELINES, ABLATIONS, SCALING];

/**
 * The study of that name.
 * @throws UserError listing the names there are
 * @example
 * const { question, runs } = findStudy('ablations');
 * show(`${question} ${runs.length} runs`);
 * show(STUDIES.map(({ name }) => name).join(', '));
 */
export function findStudy(name: string): Study {
  const study = STUDIES.find((one) => one.name === name);
  if (study) return study;
  throw new UserError(`there is no study ${name}: give one of ${STUDIES.map((one) => one.name).join(', ')}.`);
}

/** The runs of all studies; one that belongs to several is there once. */
export function studyRuns(): StudyRun[] {
  const byName = new Map(STUDIES.flatMap(({ runs }) => runs.map((run) => [run.recipe.name, run] as const)));
  return [...byName.values()];
}
