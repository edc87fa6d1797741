import { from, type ColumnTable } from 'arquero';
import { readRunLog } from '../train/runRecords.js';
import { ABLATIONS } from '../train/studies/ablations.js';
import type { ExperimentOptions } from './experiment.js';
import { heeded } from './heeded.js';

/** How far a run had come when it was evaluated during training. */
export type LearningPoint = {
  /** The run's recipe, e.g. `lab-vit`. */
  readonly run: string;
  /** What it changes, in a few words; `unchanged` of the one that the others are compared with. */
  readonly change: string;
  readonly seed: number;
  readonly step: number;
  readonly pairsSeen: number;
  readonly trainedSeconds: number;
  /** Of training, in nats. */
  readonly loss: number;
  readonly logitScale: number;
  /** Zero-shot over the names of designers who are never trained on, 0..1: the first guess right, and one of five. */
  readonly top1: number;
  readonly top5: number | null;
};

/**
 * Zero-shot accuracy on the way, by run and seed (as in paper Figure 2), from the logs that `cliplab study` left in
 * `data/runs`.
 * @param options `models`: runs, default all of the study `ablations`; `seeds`: default 1
 * @returns one row an evaluation, in the order of the runs asked for and of training
 * @throws UserError naming the command that trains a run, where there is no log of it
 * @example
 * const curves = await learningCurvesExperiment({ models: ['lab-contrastive', 'lab-vit'] });
 */
export async function learningCurvesExperiment(
  options: Pick<ExperimentOptions, 'models' | 'seeds'> = {},
): Promise<ColumnTable> {
  const { models = ABLATIONS.runs.map(({ recipe }) => recipe.name), seeds = [1] } = heeded(
    'learningCurvesExperiment',
    options,
    ['models', 'seeds'],
  );
  const rows: LearningPoint[] = [];
  for (const run of models) {
    const change = ABLATIONS.runs.find(({ recipe }) => recipe.name === run)?.change ?? run;
    for (const seed of seeds)
      for (const { step, pairsSeen, trainedSeconds, loss, logitScale, ...watched } of await readRunLog(run, seed)) {
        const { validationTop1: top1, validationTop5: top5 = null } = watched;
        if (top1 === undefined) continue;
        rows.push({ run, change, seed, step, pairsSeen, trainedSeconds, loss, logitScale, top1, top5 });
      }
  }
  return from(rows);
}
