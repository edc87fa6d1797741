/**
 * Kills each long job again and again at random moments, lets it go on each time, and compares what it comes to with
 * what it comes to undisturbed, byte for byte: `node scripts/faults/kills.mjs [--kills 100] [--seed 1] [JOB...]`. Needs
 * a set-up.
 */
import { spawn } from 'node:child_process';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
} from 'node:fs';
import { join, relative } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { fileURLToPath } from 'node:url';
import { createRandom } from '../../lib/dist/engine/random.js';
import { projectFolders } from '../setup/projectFolders.mjs';
import { endPlainly } from '../setup/endPlainly.mjs';

endPlainly();

const RUN_JOB = fileURLToPath(new URL('runJob.mjs', import.meta.url));
const JOBS = readdirSync(new URL('jobs/', import.meta.url)).map((name) => name.replace(/\.mjs$/, ''));
/** What stands there only while something is being written. */
const MOMENTARY = /\.(tmp|partial|making(-\d+)?)(\/|$)/;
/** The file of a lock whose holder was killed, where nobody has needed it since, stays: it is free, and so no lock. */
const FREE_LOCK = /\.lock$/;
/** What a drawing calls its parts by is drawn by lot each time. */
const DRAWING_NAMES = /\b(defs-|topdefs-|clip|trace)[0-9a-f]{6}/g;

/**
 * Runs a job in a folder, and kills it so many milliseconds after it began its work.
 * @param {string} job
 * @param {string} folder
 * @param {number} [killAfter]
 * @returns {Promise<number | undefined>} the milliseconds that its work took; undefined where it was killed
 * @throws {Error} where it failed by itself
 */
async function run(job, folder, killAfter) {
  const child = spawn(process.execPath, [RUN_JOB, job, folder], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, CLIPLAB_CACHE: folder },
  });
  let complaints = '';
  let begun = performance.now();
  child.stderr.on('data', (text) => (complaints = (complaints + text).slice(-2000)));
  createInterface({ input: child.stdout }).once('line', () => {
    begun = performance.now();
    if (killAfter !== undefined) setTimeout(() => child.kill('SIGKILL'), killAfter);
  });
  const [code, signal] = await new Promise((resolve) =>
    child.on('exit', (exitCode, killedBy) => resolve([exitCode, killedBy])),
  );
  if (signal === 'SIGKILL') return undefined;
  if (code !== 0) throw new Error(`${job} failed by itself (${code ?? signal}) in ${folder}:\n${complaints}`);
  return performance.now() - begun;
}

/**
 * @param {string} folder
 * @returns {string[]} all that is no folder
 */
function pathsBelow(folder) {
  const entries = existsSync(folder) ? readdirSync(folder, { recursive: true, withFileTypes: true }) : [];
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)));
}

/**
 * Whether something lies there half-written. A program that a killed job left running may write still, and move what is
 * being looked at.
 * @param {string} folder
 */
function isBeingWritten(folder) {
  try {
    return pathsBelow(folder).some((path) => MOMENTARY.test(path));
  } catch {
    return true;
  }
}

/**
 * @param {string} folder
 * @returns {Map<string, string>} every file's bytes, by its path
 */
const contents = (folder) =>
  new Map(
    pathsBelow(folder)
      .sort()
      .map((path) => [path, content(folder, path)]),
  );

/**
 * @param {string} folder
 * @param {string} name
 * @returns {string} a file's bytes, a drawing's without the names that differ each time; where a link leads
 */
function content(folder, name) {
  const path = join(folder, name);
  if (lstatSync(path).isSymbolicLink()) return readlinkSync(path).replace(folder, '');
  const bytes = readFileSync(path, 'latin1');
  return path.endsWith('.svg') ? bytes.replaceAll(DRAWING_NAMES, '$1') : bytes;
}

/**
 * @param {Map<string, string>} wanted
 * @param {Map<string, string>} found
 * @returns {string[]} what is missing, different or left over
 */
function differences(wanted, found) {
  const missing = [...wanted].flatMap(([path, bytes]) =>
    found.get(path) === bytes ? [] : [`${path} is ${found.has(path) ? 'different' : 'missing'}`],
  );
  const more = [...found.keys()].filter((path) => !wanted.has(path) && !FREE_LOCK.test(path));
  return [...missing, ...more.map((path) => `${path} is left over`)];
}

/**
 * @param {string} job
 * @param {number} kills
 * @param {number} seed
 * @returns {Promise<boolean>} whether all went well
 */
async function killAgainAndAgain(job, kills, seed) {
  // In the checkout, where a notebook finds the package.
  const place = join(projectFolders().state, 'kills');
  mkdirSync(place, { recursive: true });
  const home = mkdtempSync(join(place, 'ä '));
  const [whole, broken] = [join(home, 'whole'), join(home, 'broken')];
  const random = createRandom(seed).fork(job);
  const start = performance.now();
  try {
    const milliseconds = (await run(job, whole)) ?? 0;
    const wanted = contents(whole);
    const [killed, ends] = [{ all: 0, inWriting: 0 }, { all: 0 }];
    while (killed.all < kills || existsSync(broken)) {
      const enough = killed.all >= kills;
      const ended = await run(job, broken, enough ? undefined : random.next() * milliseconds);
      if (ended === undefined) {
        killed.all++;
        if (isBeingWritten(broken)) killed.inWriting++;
        continue;
      }
      const faults = differences(wanted, contents(broken));
      if (faults.length > 0) {
        process.stdout.write(`${job}: after ${killed.all} kills ${faults.join(', ')} (${home})\n`);
        return false;
      }
      ends.all++;
      rmSync(broken, { recursive: true });
    }
    const seconds = Math.round((performance.now() - start) / 1000);
    process.stdout.write(
      `${job}: ${killed.all} kills, ${killed.inWriting} of them with something half-written; ${ends.all} times at its end, ` +
        `each time its ${wanted.size} files as undisturbed and no other; ${seconds} s\n`,
    );
    rmSync(home, { recursive: true });
    return true;
  } catch (error) {
    process.stdout.write(`${job}: ${error instanceof Error ? error.message : error}\n`);
    return false;
  }
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { kills: { type: 'string', default: '100' }, seed: { type: 'string', default: '1' } },
});
const unknown = positionals.find((name) => !JOBS.includes(name));
if (unknown !== undefined) {
  process.stderr.write(`cliplab: there is no job "${unknown}": choose from ${JOBS.join(', ')}.\n`);
  process.exitCode = 1;
} else {
  for (const job of positionals.length > 0 ? positionals : JOBS)
    if (!(await killAgainAndAgain(job, Number(values.kills), Number(values.seed)))) process.exitCode = 1;
}
