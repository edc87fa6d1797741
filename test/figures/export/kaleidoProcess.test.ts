import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { closeDrawing, drawFigure } from '../../../lib/figures/export/drawFigure.js';
import type { Figure } from '../../../lib/figures/figure.js';
import { UserError } from '../../../lib/io/userError.js';

const figure: Figure = {
  kind: 'figure',
  name: 'plain',
  caption: '',
  data: [],
  layout: { width: 100, height: 100 },
  table: [],
};
const STARTED = `echo '{"code": 0, "message": "Success", "result": null}'`;
const DRAW = `read line; echo '{"code": 0, "message": null, "result": "<svg/>"}'`;
/** Stands still, as one program, so that it ends when it is killed. */
const HANG = 'exec sleep 600';
const SECONDS = 1;

let venv: string;
beforeEach(() => {
  closeDrawing(); // of a file before this one, in the same process
  venv = mkdtempSync(join(tmpdir(), 'cliplab ä kaleido '));
  vi.stubEnv('CLIPLAB_VENV', venv);
});
afterEach(() => {
  closeDrawing();
  vi.unstubAllEnvs();
  rmSync(venv, { recursive: true });
});

/** Puts a shell script in the place of kaleido. It counts its starts, and says its number. */
function fakeKaleido(script: string): void {
  const path = join(venv, 'lib', 'python3', 'site-packages', 'kaleido', 'executable', 'bin', 'kaleido');
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `#!/bin/sh\necho $$ >> '${venv}/starts'\nn=$(wc -l < '${venv}/starts')\n${script}\n`);
  chmodSync(path, 0o755);
}
const starts = (): number[] => readFileSync(join(venv, 'starts'), 'utf8').trim().split('\n').map(Number);
const draw = (): Promise<Buffer> => drawFigure(figure, 'svg', 1, SECONDS);

const isRunning = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

describe('a drawing process that', () => {
  it.each([
    ['hangs before it starts', HANG, 'gave no answer within 1 s'],
    ['hangs over a figure', `${STARTED}; read line; ${HANG}`, 'gave no answer within 1 s'],
    ['closes its output and stays', `exec >&-; ${HANG}`, 'gave no answer within 1 s'],
    ['ends at once', 'exit 3', 'ended with exit code 3'],
    ['ends over a figure', `${STARTED}; read line; kill -SEGV $$`, 'ended with SIGSEGV'],
    ['prints rubbish', `echo 'Segmentation fault {'; ${HANG}`, 'answered "Segmentation fault {", which is no answer'],
    ['answers with no answer', `${STARTED}; read line; echo '[]'; ${HANG}`, 'answered "[]", which is no answer'],
    ['answers null', `${STARTED}; read line; echo null; ${HANG}`, 'answered "null", which is no answer'],
  ])('%s is started anew once, and then it is one sentence', async (_, script, why) => {
    fakeKaleido(script);
    const failure = await draw().catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(UserError);
    expect((failure as Error).message).toBe(
      `The figure "plain" could not be drawn: kaleido ${why}, and when it was started anew kaleido ${why}; ` +
        'run the command again, and "npm run setup" if it stays so.',
    );
    expect(starts()).toHaveLength(2);
    await vi.waitFor(() => expect(starts().filter(isRunning)).toEqual([]), 5_000);
  });

  it.each([
    ['hangs', HANG],
    ['ends', 'exit 1'],
    ['prints rubbish', 'echo rubbish'],
  ])('%s once draws the figure when it is started anew', async (_, fault) => {
    fakeKaleido(`if [ $n = 1 ]; then ${fault}; fi; ${STARTED}; ${DRAW}; ${DRAW}; ${HANG}`);
    expect((await draw()).toString()).toBe('<svg/>');
    expect((await draw()).toString()).toBe('<svg/>');
    expect(starts()).toHaveLength(2);
  });

  it('hangs over the second of two figures draws both, the second in a new process', async () => {
    fakeKaleido(`${STARTED}; ${DRAW}; ${HANG}`);
    const both = await Promise.allSettled([draw(), draw()]);
    expect(both.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled']);
    expect(starts()).toHaveLength(2);
  });

  it('is closed and goes on running is ended', async () => {
    fakeKaleido(`${STARTED}; ${DRAW}; ${HANG}`);
    await draw();
    closeDrawing();
    await vi.waitFor(() => expect(starts().filter(isRunning)).toEqual([]), 5_000);
  });
});
