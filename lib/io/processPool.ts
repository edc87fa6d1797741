import { fork, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { packageFolder } from './projectPaths.js';
import { UserError } from './userError.js';

/** A process that ended, or was ended, before it answered. */
export class ProcessDied extends Error {
  override readonly name = 'ProcessDied';
  /** @param why the limit of time passed, or the exit code or signal it ended with */
  constructor(
    message: string,
    readonly why: 'time' | 'killed' | 'crashed',
  ) {
    super(message);
  }
}

/** Processes that answer messages, each one at a time, and that can be lost. */
export interface ProcessPool<Request, Answer> {
  /**
   * @param timeoutSeconds a process silent for so long over the message is killed
   * @throws ProcessDied where the process that had the message did not survive it, or took too long
   */
  ask(request: Request, timeoutSeconds: number): Promise<Answer>;
  close(): void;
}

export interface ProcessPoolOptions {
  /** It answers each message by one. */
  readonly script: string;
  /** More messages at once wait for a process. */
  readonly processes: number;
}

/**
 * Starts processes as messages come, and new ones for those that died. None of them keeps this process from ending.
 * A process and not a thread, because a decoder that meets a hostile file may abort or hang, and that must cost one
 * file.
 */
export function createProcessPool<Request, Answer>({
  script,
  processes,
}: ProcessPoolOptions): ProcessPool<Request, Answer> {
  const idle: ChildProcess[] = [];
  const running = new Set<ChildProcess>();
  const waiting: (() => void)[] = [];
  let busy = 0;

  const start = (): ChildProcess => {
    const child = fork(script, [], {
      // A program given on the command line is no program of theirs.
      execArgv: [],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    running.add(child);
    child.on('error', () => undefined);
    child.once('exit', () => {
      running.delete(child);
      const at = idle.indexOf(child);
      if (at >= 0) idle.splice(at, 1);
    });
    return child;
  };

  const hold = (child: ChildProcess, isHeld: boolean): void => {
    child[isHeld ? 'ref' : 'unref']();
    child.channel?.[isHeld ? 'ref' : 'unref']();
  };

  const send = (request: Request, timeoutSeconds: number): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const child = idle.pop() ?? start();
      hold(child, true);
      let isLate = false;
      const timer = setTimeout(() => {
        isLate = true;
        child.kill('SIGKILL');
      }, timeoutSeconds * 1000);
      const settle = (): void => {
        clearTimeout(timer);
        child.removeListener('message', answered).removeListener('error', broke).removeListener('exit', died);
      };
      const answered = (answer: unknown): void => {
        settle();
        hold(child, false);
        idle.push(child);
        resolve(answer as Answer);
      };
      const died = (code: number | null, signal: string | null): void => {
        settle();
        const why = isLate ? 'time' : signal === 'SIGKILL' ? 'killed' : 'crashed';
        reject(new ProcessDied(`worker ended with ${signal ?? code}`, why));
      };
      const broke = (error: Error): void => {
        settle();
        child.kill('SIGKILL');
        reject(new ProcessDied(error.message, 'crashed'));
      };
      child.once('message', answered);
      child.once('error', broke);
      child.once('exit', died);
      child.send(request as object, () => undefined);
    });

  return {
    async ask(request, timeoutSeconds) {
      if (busy >= processes) await new Promise<void>((resolve) => waiting.push(resolve));
      else busy++;
      try {
        return await send(request, timeoutSeconds);
      } finally {
        const next = waiting.shift();
        // The place is handed on, so that nobody who comes meanwhile takes it.
        if (next) next();
        else busy--;
      }
    },
    close() {
      for (const child of running) child.kill('SIGKILL');
    },
  };
}

/**
 * The compiled script of a process, also where the caller runs from source.
 * @param name its path in lib, without an ending: "image/decodeProcess"
 * @throws UserError where lib is not compiled
 */
export function compiledScript(name: string): string {
  const beside = fileURLToPath(new URL(`../${name}.js`, import.meta.url));
  if (existsSync(beside)) return beside;
  const compiled = join(packageFolder(), 'dist', `${name}.js`);
  if (existsSync(compiled)) return compiled;
  throw new UserError(`${compiled} is missing: compile lib first (npm run setup).`);
}
