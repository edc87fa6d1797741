import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const WORKER = fileURLToPath(new URL('worker.mjs', import.meta.url));
/** How often the memory of a worker is looked at. */
const LOOK_MS = 100;
/** Until a worker has loaded what it tries. */
const START_SECONDS = 120;

/**
 * Something that must not happen.
 * @typedef {{ case: number, what: string, how: 'crashed' | 'hung' | 'memory' | 'threw', detail: string }} Finding
 */

/** The memory of a process in MiB, where the system tells. @param {number | undefined} pid */
function mebibytesOf(pid) {
  try {
    return Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}

/**
 * Runs one worker until it ends, fails, or `until` is past.
 * @param {{ name: string, seed: number, folder: string, first: number, last: number, until: number, seconds: number,
 *   mebibytes: number, env: NodeJS.ProcessEnv }} job
 * @returns {Promise<{ next: number, counts: Record<string, number>, finding?: Finding }>} the case to go on with
 */
export function watchWorker({ name, seed, folder, first, last, until, seconds, mebibytes, env }) {
  return new Promise((settle, fail) => {
    const child = spawn(
      process.execPath,
      ['--max-old-space-size=2048', WORKER, name, String(seed), folder, String(first), String(last)],
      {
        env,
        stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
      },
    );
    /** @type {Record<string, number>} */
    const counts = { made: 0, refused: 0 };
    let current = { begin: first, what: 'start', mebibytes: 0 };
    let started = performance.now();
    let running = false;
    let begun = false;
    let over = false;
    /** @type {Finding | undefined} */
    let finding;
    let said = '';
    /** @param {Finding['how']} how @param {string} detail */
    const found = (how, detail) => {
      finding ??= { case: current.begin, what: current.what, how, detail };
      child.kill('SIGKILL');
    };
    const { stderr } = child;
    const reports = child.stdio[3];
    stderr?.setEncoding('utf8').on('data', (text) => (said = (said + text).slice(-8000)));
    const lines = createInterface({ input: /** @type {import('node:stream').Readable} */ (reports) });
    lines.on('line', (line) => {
      const told = JSON.parse(line);
      if ('begin' in told) {
        [current, started, running, begun] = [told, performance.now(), true, true];
        return;
      }
      running = false;
      current.begin = told.end;
      if (told.kind === 'threw') found('threw', told.text);
      else counts[told.kind] = (counts[told.kind] ?? 0) + 1;
      const more = told.most - current.mebibytes;
      if (more > mebibytes && told.most > peak) found('memory', `${Math.round(more)} MiB more than before`);
      peak = Math.max(peak, told.most);
      current = { ...current, begin: told.end + 1 };
      if (performance.now() > until) {
        over = true;
        child.kill('SIGKILL');
      }
    });
    let peak = Infinity;
    const look = setInterval(() => {
      const lasted = (performance.now() - started) / 1000;
      if (!begun && lasted > START_SECONDS) found('hung', `did not start within ${START_SECONDS} s`);
      if (!running) return;
      if (lasted > seconds) found('hung', `still at it after ${Math.round(lasted)} s`);
      const more = mebibytesOf(child.pid) - current.mebibytes;
      if (more > mebibytes) found('memory', `${Math.round(more)} MiB more than before`);
    }, LOOK_MS);
    child.on('error', fail);
    child.on('close', (code, signal) => {
      clearInterval(look);
      lines.close();
      if (!finding && !over && (code !== 0 || signal)) {
        finding = {
          case: current.begin,
          what: current.what,
          how: 'crashed',
          detail: `${signal ?? `exit ${code}`}\n${said}`,
        };
      }
      settle({ next: finding ? finding.case + 1 : current.begin, counts, ...(finding && { finding }) });
    });
  });
}
