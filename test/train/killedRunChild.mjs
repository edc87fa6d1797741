/** Trains a tiny model into the folder that is its argument, for killedRun.test.ts to kill. */
import { train } from 'cliplab';
import { tinyTraining } from '../../scripts/faults/tinyTraining.mjs';

const { pairs, recipe: shorter, tokenizer } = tinyTraining();
const recipe = { ...shorter, steps: 40, checkpointEvery: 3, evaluateEvery: 20 };
const folder = process.argv[2] ?? '';
(await train({ recipe, folder, pairs, validation: pairs, tokenizer, precision: 'fp32' })).dispose();
