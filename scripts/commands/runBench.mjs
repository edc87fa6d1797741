import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { peerPackages, peerPython } from '../bench/peers.mjs';
import { findKnown } from '../setup/findKnown.mjs';
import { SetupError } from '../../lib/setup/setupError.mjs';
import { runJob } from './runJob.mjs';

/** @typedef {{ peers: readonly ('python' | 'npm')[], takes: 'nothing' | 'models' | 'models and rounds' }} Bench */

/**
 * Which peers a benchmark is measured beside, and what words it takes.
 * @type {Readonly<Record<string, Bench>>}
 */
const BENCHES = {
  engine: { peers: [], takes: 'nothing' },
  profile: { peers: [], takes: 'models' },
  tokenizer: { peers: ['python'], takes: 'nothing' },
  preprocess: { peers: ['python'], takes: 'nothing' },
  probe: { peers: ['python'], takes: 'nothing' },
  inference: { peers: ['python', 'npm'], takes: 'models and rounds' },
  training: { peers: ['python'], takes: 'models and rounds' },
};

/** @type {Record<'python' | 'npm', (folders: import('../setup/projectFolders.mjs').Folders) => Promise<unknown>>} */
const INSTALL = { python: peerPython, npm: peerPackages };

/** @param {string[]} args @param {Bench['takes']} takes */
function parse(args, takes) {
  try {
    return parseArgs({
      args,
      allowPositionals: takes !== 'nothing',
      options: takes === 'models and rounds' ? { rounds: { type: 'string' } } : {},
    });
  } catch {
    return undefined;
  }
}

/**
 * Refuses a benchmark that is none, and words that it does not take, before anything is set up for it.
 * @param {string[]} words
 */
export function checkBench([only, ...args]) {
  if (only === undefined) return;
  const { takes } = findKnown('benchmark', only, BENCHES);
  const { rounds = '1' } = parse(args, takes)?.values ?? { rounds: '' };
  if (!/^[1-9]\d{0,3}$/.test(String(rounds)))
    throw new SetupError(
      `The benchmark ${only} takes ${takes}, found ${args.join(' ')}: run \`npm run bench -- ${only}` +
        `${{ nothing: '', models: ' MODEL', 'models and rounds': ' MODEL --rounds 3' }[takes]}\`.`,
    );
}

/**
 * `npm run bench`: every benchmark in turn; `npm run bench -- inference ViT-B/32` one, the rest of the words being its
 * own. A peer that cannot be installed is said, and is a row without numbers.
 * @type {import('../run.mjs').Job}
 */
export async function runBench(folders, [only, ...args], env) {
  const wanted = Object.entries(BENCHES).filter(([name]) => only === undefined || name === only);
  for (const kind of new Set(wanted.flatMap(([, { peers }]) => peers))) {
    try {
      await INSTALL[kind](folders);
    } catch (error) {
      const { message, logFile } = /** @type {Error & { logFile?: string }} */ (error);
      process.stderr.write(`cliplab bench: no peers on ${kind}: ${message}${logFile ? ` (log: ${logFile})` : ''}\n`);
    }
  }
  const start = join(folders.root, 'scripts', 'bench', 'start.mjs');
  let worst = 0;
  for (const [name] of wanted) {
    if (!existsSync(join(folders.root, 'scripts', 'bench', `${name}.mjs`))) continue;
    process.stdout.write(`\n# ${name}\n`);
    worst = Math.max(worst, await runJob(process.execPath, [start, name, ...args], { cwd: folders.root, env }));
  }
  return worst;
}
