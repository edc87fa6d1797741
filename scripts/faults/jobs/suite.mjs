import { join } from 'node:path';
import { writeTask } from '../../../lib/dist/datasets/suite/writeTask.js';
import { createRandom } from '../../../lib/dist/engine/random.js';

const SIZE = 64;

/** The writing of held-out tasks: two of them, each with three shards, class names, templates and its description. */
export default async function prepare() {
  const random = createRandom(1);
  const splits = Object.fromEntries(
    ['train', 'validation', 'test'].map((split) => [
      split,
      Array.from({ length: 8 }, (_, k) => ({
        key: `${split}-${k}`,
        label: k % 2,
        pixels: Uint8Array.from({ length: SIZE * SIZE * 3 }, () => random.int(256)),
      })),
    ]),
  );
  return async (/** @type {string} */ folder) => {
    for (const name of ['first', 'second']) {
      const task = /** @type {const} */ ({
        name,
        title: `The ${name} task`,
        metric: 'accuracy',
        classNames: ['even', 'odd'],
        templates: ['a picture of {c}.'],
        standsIn: 'nothing',
        standsInTitle: 'nothing at all',
        differs: 'in all',
        notes: [],
        credits: [],
      });
      await writeTask(join(folder, name), { ...task, splits: /** @type {any} */ (splits) }, { madeFrom: [], seed: 1 });
    }
  };
}
