import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { peerPackages, peerPython } from '../bench/peers.mjs';
import { nearWord } from '../setup/nearWord.mjs';
import { SetupError } from '../setup/setupError.mjs';
import { runJob } from './runJob.mjs';

/** Which peers a benchmark is measured beside. */
const BENCHES = /** @type {const} */ ({
  engine: [],
  profile: [],
  tokenizer: ['python'],
  preprocess: ['python'],
  probe: ['python'],
  inference: ['python', 'npm'],
  training: ['python'],
});

/** @param {string} word */
function didYouMean(word) {
  const near = nearWord(word, Object.keys(BENCHES));
  return near ? ` (did you mean ${near}?)` : '';
}

/** @type {Record<'python' | 'npm', (folders: import('../setup/projectFolders.mjs').Folders) => Promise<unknown>>} */
const INSTALL = { python: peerPython, npm: peerPackages };

/**
 * `npm run bench`: every benchmark in turn; `npm run bench -- inference ViT-B/32` one, the rest of the words being its own. A peer that
 * cannot be installed is said, and is a row without numbers.
 * @type {import('../run.mjs').Job}
 */
export async function runBench(folders, [only, ...args], env) {
  if (only !== undefined && !(only in BENCHES))
    throw new SetupError(
      `There is no benchmark "${only}"${didYouMean(only)}: choose one of ${Object.keys(BENCHES).join(', ')}.`,
    );
  const wanted = Object.entries(BENCHES).filter(([name]) => only === undefined || name === only);
  for (const kind of new Set(wanted.flatMap(([, peers]) => peers))) {
    try {
      await INSTALL[kind](folders);
    } catch (error) {
      const { message, logFile } = /** @type {Error & { logFile?: string }} */ (error);
      process.stderr.write(`cliplab bench: no peers on ${kind}: ${message}${logFile ? ` (log: ${logFile})` : ''}\n`);
    }
  }
  let worst = 0;
  for (const [name] of wanted) {
    const script = join(folders.root, 'scripts', 'bench', `${name}.mjs`);
    if (!existsSync(script)) continue;
    process.stdout.write(`\n# ${name}\n`);
    worst = Math.max(worst, await runJob(process.execPath, [script, ...args], { cwd: folders.root, env }));
  }
  return worst;
}
