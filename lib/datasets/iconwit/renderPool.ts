import { fork, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { projectRoot } from '../../io/projectPaths.js';
import { UserError } from '../../io/userError.js';
import type { RenderedIcon } from './renderIcon.js';

/** An icon over which a worker died or hung. */
export interface CrashedIcon {
  readonly kind: 'crashed';
  readonly reason: string;
}

export interface RenderPool {
  readonly workers: number;
  /** Draws SVG documents at `size` pixels, in order. A document that kills its worker comes back as crashed. */
  render(svgs: readonly string[], size: number): Promise<(RenderedIcon | CrashedIcon)[]>;
  close(): void;
}

export interface RenderPoolOptions {
  readonly workers: number;
  /** The worker's script; by default the one compiled beside this file. */
  readonly script?: string;
  /** A worker silent for so long over one message is killed. */
  readonly timeoutSeconds?: number;
}

const BATCH = 32;

/** Starts worker processes that draw icons. */
export function createRenderPool({
  workers,
  script = compiledWorker(),
  timeoutSeconds = 60,
}: RenderPoolOptions): RenderPool {
  const idle: ChildProcess[] = [];
  const running = new Set<ChildProcess>();

  const start = (): ChildProcess => {
    const child = fork(script, { serialization: 'advanced', stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    running.add(child);
    child.on('error', () => undefined);
    child.once('exit', () => running.delete(child));
    return child;
  };

  /** One message to one worker; undefined when the worker did not survive it. */
  const ask = (svgs: readonly string[], size: number): Promise<RenderedIcon[] | string> =>
    new Promise((resolve) => {
      const child = idle.pop() ?? start();
      const timer = setTimeout(() => child.kill('SIGKILL'), timeoutSeconds * 1000);
      const settle = (outcome: RenderedIcon[] | string): void => {
        clearTimeout(timer);
        child.removeListener('message', answered).removeListener('error', broke).removeListener('exit', died);
        if (typeof outcome !== 'string') idle.push(child);
        resolve(outcome);
      };
      const died = (code: number | null, signal: string | null): void => settle(`worker ended with ${signal ?? code}`);
      const answered = (results: unknown): void => settle(results as RenderedIcon[]);
      const broke = (error: Error): void => settle(error.message);
      child.once('message', answered);
      child.once('error', broke);
      child.once('exit', died);
      child.send({ svgs, size }, () => undefined);
    });

  /** A batch whose worker died is asked again one by one, so that only the culprit is lost. */
  const renderBatch = async (svgs: readonly string[], size: number): Promise<(RenderedIcon | CrashedIcon)[]> => {
    const together = await ask(svgs, size);
    if (typeof together !== 'string') return together;
    if (svgs.length === 1) return [{ kind: 'crashed', reason: together }];
    const results = [];
    for (const svg of svgs) results.push(...(await renderBatch([svg], size)));
    return results;
  };

  return {
    workers,
    async render(svgs, size) {
      const results = new Array<RenderedIcon | CrashedIcon>(svgs.length);
      let next = 0;
      const lane = async (): Promise<void> => {
        while (next < svgs.length) {
          const first = next;
          next += BATCH;
          const batch = await renderBatch(svgs.slice(first, first + BATCH), size);
          batch.forEach((result, k) => (results[first + k] = result));
        }
      };
      await Promise.all(Array.from({ length: workers }, lane));
      return results;
    },
    close() {
      for (const child of running) child.kill('SIGKILL');
    },
  };
}

/** Workers run compiled code, also when this file itself runs from source. */
function compiledWorker(): string {
  const beside = fileURLToPath(new URL('./renderWorker.js', import.meta.url));
  if (existsSync(beside)) return beside;
  const compiled = join(projectRoot(), 'lib', 'dist', 'datasets', 'iconwit', 'renderWorker.js');
  if (existsSync(compiled)) return compiled;
  throw new UserError(`${compiled} is missing: compile lib first (npm run setup).`);
}
