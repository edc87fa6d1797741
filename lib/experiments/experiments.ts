import { UserError } from '../io/userError.js';
import { ablationsExperiment } from './ablations.js';
import { datasetExperiment } from './dataset.js';
import { efficientPretrainingExperiment } from './efficientPretraining.js';
import type { Experiment } from './experiment.js';
import { fewShotExperiment } from './fewShot.js';
import { humanExperiment } from './human.js';
import { learningCurvesExperiment } from './learningCurves.js';
import { linearProbeExperiment } from './linearProbe.js';
import { overlapExperiment } from './overlap.js';
import { polysemyExperiment } from './polysemy.js';
import { probeProtocolsExperiment } from './probeProtocols.js';
import { promptGainExperiment } from './promptGain.js';
import { promptsExperiment } from './prompts.js';
import { retrievalExperiment } from './retrieval.js';
import { scalingExperiment } from './scaling.js';
import { zeroShotExperiment } from './zeroShot.js';
import { zeroShotMistakesExperiment } from './zeroShotMistakes.js';

/** Every experiment, by the order of the paper. A new one is a file of this folder and an entry here. */
export const EXPERIMENTS: readonly Experiment[] = [
  {
    name: 'dataset',
    summary: 'how the training pairs were collected: sizes, queries, balance, what repeats',
    source: 'sec 2.2',
    heeds: [],
    run: datasetExperiment,
  },
  {
    name: 'efficient-pretraining',
    summary: 'zero-shot accuracy against the pairs seen, for three objectives',
    source: 'sec 2.3, Figure 2',
    heeds: ['seeds'],
    run: efficientPretrainingExperiment,
  },
  {
    name: 'learning-curves',
    summary: 'zero-shot accuracy of trained runs against the pairs seen',
    source: 'sec 2.3, Figure 2',
    heeds: ['models', 'seeds'],
    run: learningCurvesExperiment,
  },
  {
    name: 'ablations',
    summary: 'one choice of the training changed at a time, against the unchanged run of the same seed',
    source: 'sec 2.3 to 2.5, sec 6',
    heeds: ['models', 'seeds'],
    run: ablationsExperiment,
  },
  {
    name: 'zero-shot',
    summary: 'classify out of words alone, beside a linear probe on all labels',
    source: 'sec 3.1 and 3.2, Figure 5, Table 11',
    heeds: ['models', 'tasks'],
    run: zeroShotExperiment,
  },
  {
    name: 'zero-shot-mistakes',
    summary: 'what common mistakes and choices in names, prompts, metric, activation and resize do to zero-shot',
    source: 'sec 3.1.4, appendix A',
    heeds: ['models', 'tasks'],
    run: zeroShotMistakesExperiment,
  },
  {
    name: 'prompts',
    summary: 'ten ways to write a classifier, and every template alone',
    source: 'sec 3.1.4',
    heeds: ['models', 'tasks'],
    run: promptsExperiment,
  },
  {
    name: 'prompt-gain',
    summary: 'what prompts and ensembles add to the label alone, against compute',
    source: 'sec 3.1.4, Figure 4',
    heeds: ['models', 'tasks'],
    run: promptGainExperiment,
  },
  {
    name: 'polysemy',
    summary: 'words with two meanings, alone and in context',
    source: 'sec 3.1.4',
    heeds: ['models'],
    run: polysemyExperiment,
  },
  {
    name: 'few-shot',
    summary: 'probes on a few labeled images of each class, beside zero-shot',
    source: 'sec 3.1.5, Figures 6 and 7',
    heeds: ['models', 'tasks', 'shots', 'seeds'],
    run: fewShotExperiment,
  },
  {
    name: 'linear-probe',
    summary: 'linear probes on the features of many models, with every fit of the search for C',
    source: 'sec 3.2, appendix A.3, Figures 8, 10 and 11',
    heeds: ['models', 'tasks'],
    run: linearProbeExperiment,
  },
  {
    name: 'probe-protocols',
    summary: 'one probe before and behind the projection, fitted with and without validation images',
    source: 'appendix A.3',
    heeds: ['models', 'tasks'],
    run: probeProtocolsExperiment,
  },
  {
    name: 'scaling',
    summary: 'zero-shot error against compute, over sizes of a model',
    source: 'sec 3.1.5, Figure 9',
    heeds: ['models', 'tasks'],
    run: scalingExperiment,
  },
  {
    name: 'retrieval',
    summary: 'captions found by images and images by captions, among the 1, 5 and 10 nearest',
    source: 'Table 13',
    heeds: ['models', 'tasks'],
    run: retrievalExperiment,
  },
  {
    name: 'human',
    summary: 'every answer of a model that people can be compared with: zero-shot, and with one and two examples',
    source: 'sec 4, Table 2, Figure 16',
    heeds: ['models', 'tasks', 'seeds'],
    run: humanExperiment,
  },
  {
    name: 'overlap',
    summary: 'accuracy on test images with and without a near-duplicate in training',
    source: 'sec 5, Figure 17',
    heeds: ['models', 'tasks'],
    run: overlapExperiment,
  },
];

/**
 * The experiment of that name, one of `EXPERIMENTS`.
 * @throws UserError for a name that is none, naming those there are
 * @example
 * const experiment = findExperiment('few-shot');
 * const scores = await experiment.run({ tasks: ['weather'], shots: [1, 2] });
 * show(EXPERIMENTS.map(({ name, source }) => `${name}: ${source}`).join('\n'));
 */
export function findExperiment(name: string): Experiment {
  const found = EXPERIMENTS.find((experiment) => experiment.name === name);
  if (found) return found;
  throw new UserError(`there is no experiment ${name}: give one of ${EXPERIMENTS.map((one) => one.name).join(', ')}.`);
}
