import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { replaceFile, replaceLink } from '../../../lib/setup/replaceFile.mjs';
import { runSteps } from '../../../lib/setup/runSteps.mjs';
import { withLock } from '../../../lib/setup/withLock.mjs';

/**
 * Writes a line, and a moment later another: half of it taken for whole, or two of it at once, show in the number of
 * lines.
 */
const PROGRAM = 'echo line >> "$0"; sleep 0.03; echo line >> "$0"';
const none = () => undefined;

/** A set-up of four steps, each a program and a file that is made of what it wrote. */
export default async function prepare() {
  return async (/** @type {string} */ folder) => {
    const place = (/** @type {string} */ name) => join(folder, name);
    const step = (/** @type {string} */ name, /** @type {string[]} */ needs) => ({
      name,
      needs,
      remedy: '',
      missing: () => (existsSync(place(`${name} done`)) ? undefined : 'not done'),
      /** @param {import('../../../lib/setup/runSteps.mjs').StepContext} context */
      async run({ exec }) {
        rmSync(place(`${name} part`), { force: true });
        await exec('sh', ['-c', PROGRAM, place(`${name} part`)], { cwd: folder });
        replaceLink(place(`${name} link`), `${name} part`);
        const inputs = needs.map((need) => readFileSync(place(`${need} done`), 'utf8'));
        replaceFile(place(`${name} done`), inputs.join('') + readFileSync(place(`${name} link`), 'utf8'));
      },
    });
    const steps = [step('a', []), step('b', []), step('c', ['a']), step('d', ['b', 'c'])];
    await withLock(place('setup.lock'), (lock) =>
      runSteps(steps, {
        logs: place('logs'),
        reporter: { started: none, noted: none, ended: none },
        lock,
      }),
    );
    // A program's log tells of every attempt.
    rmSync(place('logs'), { recursive: true, force: true });
  };
}
