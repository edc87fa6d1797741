/**
 * Runs one of the jobs that `kills.mjs` kills: `node runJob.mjs JOB FOLDER`. Prints a line when it has loaded what it
 * needs.
 */
import { mkdirSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

const [job = '', folder = ''] = process.argv.slice(2);
/** @type {{ default: (home: string) => Promise<(folder: string) => Promise<void>> }} */
const { default: prepare } = await import(new URL(`jobs/${job}.mjs`, import.meta.url).href);
const work = await prepare(dirname(folder));
mkdirSync(folder, { recursive: true });
// Times are part of what some jobs write: a clock that counts how often it is asked is the same in each run.
let ticks = 0;
performance.now = () => 1000 * ++ticks;
writeSync(1, 'ready\n');
await work(folder);
process.exit(0);
