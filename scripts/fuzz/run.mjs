#!/usr/bin/env node
/**
 * Fuzzing: node scripts/fuzz/run.mjs [--minutes 10] [--seed N] [--target NAME]... [--cases N | --case K]
 *
 * Throws damaged files at every reader, inputs that do not fit at the native kernels, and messages of any kind at a
 * notebook's kernel, each in a process of its own with limits of time and memory. Whatever crashes, hangs, takes more
 * memory than it may, or throws anything but a UserError is a finding: it is said with the words that try it again,
 * kept in .cache/fuzz, and makes the exit code 1.
 */
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { jobEnvironment } from '../setup/jobEnvironment.mjs';
import { projectFolders } from '../setup/projectFolders.mjs';
import { TARGETS } from './targets.mjs';
import { watchWorker } from './watchWorker.mjs';
import { endPlainly } from '../setup/endPlainly.mjs';

endPlainly();

const { values: options } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    seed: { type: 'string' },
    target: { type: 'string', multiple: true },
    cases: { type: 'string' },
    case: { type: 'string' },
  },
});

const minutes = Number(options.minutes);
const seed = options.seed === undefined ? Date.now() % 2 ** 31 : Number(options.seed);
const names = options.target ?? Object.keys(TARGETS);
const unknown = names.find((name) => !(name in TARGETS));
if (unknown !== undefined || !(minutes > 0) || !Number.isSafeInteger(seed)) {
  process.stderr.write(
    `cliplab fuzz: --minutes is a number above 0, --seed a whole number, and --target one of ${Object.keys(TARGETS).join(', ')}.\n`,
  );
  process.exit(2);
}

const folders = projectFolders();
const kept = join(folders.cache, 'fuzz');
/** Cases until a process is replaced by a fresh one, so that no case pays for those before it. */
const CASES_A_PROCESS = 2000;
/** Processes at a time. */
const LANES = 2;
/** Of one target, after so many findings the others are worth more. */
const MOST_FINDINGS = 10;
const work = mkdtempSync(join(tmpdir(), 'cliplab fuzz '));

/** @param {string} name @param {import('./watchWorker.mjs').Finding} finding @param {string} folder */
function keep(name, finding, folder) {
  const place = join(kept, `${name}-${seed}-${finding.case}`);
  mkdirSync(place, { recursive: true });
  if (existsSync(join(folder, 'case'))) cpSync(join(folder, 'case'), place, { recursive: true });
  writeFileSync(join(place, 'finding.json'), JSON.stringify({ target: name, seed, ...finding }, null, 2) + '\n');
  process.stdout.write(
    `${name}: ${finding.how} in case ${finding.case}: ${finding.what}\n    ${finding.detail.replaceAll('\n', '\n    ')}\n` +
      `    again: node scripts/fuzz/run.mjs --target ${name} --seed ${seed} --case ${finding.case}\n`,
  );
}

/** @param {string} name @param {number} until */
async function tryTarget(name, until) {
  const { seconds, mebibytes } = /** @type {NonNullable<typeof TARGETS[string]>} */ (TARGETS[name]);
  const folder = join(work, name);
  mkdirSync(folder, { recursive: true });
  const total = { made: 0, refused: 0, findings: 0 };
  const only = options.case === undefined ? undefined : Number(options.case);
  const most = Number(options.cases ?? Infinity);
  for (let first = only ?? 0; performance.now() < until && total.findings < MOST_FINDINGS;) {
    const job = { name, seed, folder, first, until, seconds, mebibytes, env: jobEnvironment(folders) };
    const last = only === undefined ? Math.min(first + CASES_A_PROCESS, most) : only + 1;
    const { next, counts, finding } = await watchWorker({ ...job, last });
    total.made += counts['made'] ?? 0;
    total.refused += counts['refused'] ?? 0;
    if (finding) {
      total.findings++;
      keep(name, finding, folder);
    }
    if (only !== undefined || next >= most) break;
    first = next;
  }
  process.stdout.write(
    `${name}: ${total.made + total.refused + total.findings} cases, ${total.made} made, ${total.refused} refused, ${total.findings} findings\n`,
  );
  return total.findings;
}

process.stdout.write(`cliplab fuzz: seed ${seed}, ${minutes} minutes, ${names.join(', ')}\n`);
const share = (minutes * 60_000 * LANES) / Math.max(LANES, names.length);
const queue = [...names];
let findings = 0;
const lane = async () => {
  for (let name = queue.shift(); name !== undefined; name = queue.shift()) {
    const found = await tryTarget(name, performance.now() + share);
    // Not in one with the wait, in which the other lane counts too.
    findings += found;
  }
};
await Promise.all(Array.from({ length: LANES }, lane));
rmSync(work, { recursive: true, force: true });
process.stdout.write(
  findings === 0 ? 'cliplab fuzz: clean\n' : `cliplab fuzz: ${findings} findings, kept in ${kept}\n`,
);
process.exitCode = findings === 0 ? 0 : 1;
