/**
 * One process of the fuzzing job: tries case after case of one target, and says on descriptor 3 what it is about to do,
 * so that whoever watches knows what ended it: worker.mjs TARGET SEED FOLDER FIRST BEHIND_LAST
 */
import { mkdirSync, rmSync, writeSync } from 'node:fs';
import { createRandom } from '../../lib/dist/engine/random.js';
import { TARGETS } from './targets.mjs';

/**
 * @typedef {object} Case
 * @property {string} what one line that says what is tried
 * @property {() => unknown} attempt gives what came of it, an error where that is right, or throws
 *
 * @typedef {object} Target
 * @property {(random: import('../../lib/dist/engine/random.js').Random, folder: string) => Case} make
 * @property {() => unknown} [close]
 *
 * @typedef {(folder: string) => Target | Promise<Target>} MakeTarget
 */

const REPORT = 3;

const [name = '', seed = '0', folder = '', first = '0', last = '0'] = process.argv.slice(2);

/** @param {object} line */
const report = (line) => writeSync(REPORT, JSON.stringify(line) + '\n');

const makeTarget = TARGETS[name]?.make;
if (!makeTarget) throw new Error(`there is no target ${name}`);
const target = await makeTarget(folder);
const MIB = 2 ** 20;

for (let k = Number(first); k < Number(last); k++) {
  const work = `${folder}/case`;
  rmSync(work, { recursive: true, force: true });
  mkdirSync(work, { recursive: true });
  const { what, attempt } = target.make(createRandom(Number(seed)).fork(`${name} ${k}`), work);
  report({ begin: k, what, mebibytes: process.memoryUsage().rss / MIB });
  /** @type {{ kind: 'made' | 'refused' | 'threw', text: string }} */
  let outcome;
  try {
    const result = await attempt();
    outcome = { kind: result instanceof Error ? 'refused' : 'made', text: '' };
  } catch (error) {
    const told = error instanceof Error && error.name === 'UserError';
    const text = error instanceof Error ? (told ? error.message : (error.stack ?? error.message)) : String(error);
    outcome = { kind: told ? 'refused' : 'threw', text: text.slice(0, 4000) };
  }
  report({ end: k, ...outcome, most: process.resourceUsage().maxRSS / 1024 });
}
await target.close?.();
process.exit(0);
