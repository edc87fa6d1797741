import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const root = join(import.meta.dirname, '..', '..');

/** The Python that the peers live in: `CLIPLAB_BENCH_PYTHON`, or the environment in `.cache/bench-venv`. */
function benchPython() {
  return process.env['CLIPLAB_BENCH_PYTHON'] ?? join(root, '.cache', 'bench-venv', 'bin', 'python');
}

/**
 * A Python program beside this one that does the same job: it reads a JSON request a line and answers each with a JSON line.
 * Where it does not start, every request fails with the reason.
 * @param {string} script in this folder
 * @returns {{ ask: (request: object) => Promise<any>, end: () => void }}
 */
export function pythonPeer(script) {
  const python = benchPython();
  if (!existsSync(python)) {
    const missing = () => Promise.reject(new Error(`no peer: ${python} is not installed`));
    return { ask: missing, end: () => undefined };
  }
  const child = spawn(python, [join(import.meta.dirname, script)], { stdio: ['pipe', 'pipe', 'pipe'] });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text) => (errors += text));
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  child.stdin.on('error', () => undefined);
  return {
    async ask(request) {
      child.stdin.write(JSON.stringify(request) + '\n');
      const { value, done } = await answers.next();
      if (done) throw new Error(errors.trim().split('\n').at(-1) || 'the peer ended');
      return JSON.parse(value);
    },
    end: () => child.stdin.end(),
  };
}
