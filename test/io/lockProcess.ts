import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** The compiled library, which other processes import. */
const DIST = fileURLToPath(new URL('../../lib/dist/', import.meta.url));

/** A process that runs a piece of a script and tells what it does, line by line. */
export interface ScriptProcess {
  readonly child: ChildProcess;
  readonly pid: number;
  /** What it said so far. */
  readonly said: readonly string[];
  readonly complaints: () => string;
  /** Waits until it says a line. @throws where it ends without */
  hears(line: string): Promise<void>;
  /** Its exit code or signal. */
  readonly ended: Promise<number | NodeJS.Signals | null>;
}

/**
 * Starts Node on a script, in which `lib('io/sha256.js')` imports a compiled file of the library and `say` prints a
 * line.
 */
export function startScript(script: string, args: readonly string[], cwd?: string): ScriptProcess {
  const source = `
    import { writeSync } from 'node:fs';
    const lib = (path) => import(${JSON.stringify(`file://${encodeURI(DIST)}`)} + path);
    const say = (line) => writeSync(1, line + '\\n');
    ${script}`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', source, ...args], {
    stdio: ['pipe', 'pipe', 'pipe'],
    cwd,
  });
  const said: string[] = [];
  let complaints = '';
  child.stderr.on('data', (text: Buffer) => (complaints += text.toString()));
  const lines = createInterface({ input: child.stdout });
  const ended = new Promise<number | NodeJS.Signals | null>((resolve) =>
    child.on('close', (code, signal) => resolve(code ?? signal)),
  );
  const listeners = new Set<() => void>();
  lines.on('line', (line) => {
    said.push(line);
    for (const listener of listeners) listener();
  });
  return {
    child,
    pid: child.pid!,
    said,
    complaints: () => complaints,
    ended,
    hears: (line) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          if (!said.includes(line)) return;
          listeners.delete(look);
          resolve();
        };
        listeners.add(look);
        look();
        void ended.then((how) => reject(new Error(`it ended with ${how} before it said "${line}": ${complaints}`)));
      }),
  };
}
