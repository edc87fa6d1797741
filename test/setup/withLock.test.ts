import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test, vi } from 'vitest';
import { withLock, withLocks } from '../../lib/setup/withLock.mjs';
import { needs } from '../fixtures/needs.js';
import { sandbox } from '../scripts/sandbox.js';

const SETUP = fileURLToPath(new URL('../../lib/setup/', import.meta.url));

const ended = (child: ReturnType<typeof spawn>): Promise<number | null> =>
  new Promise((resolve) => child.on('close', (code) => resolve(code)));

test('processes under one lock run one after the other', async () => {
  const folder = sandbox();
  // Reads a number, lets others run, and writes it back one higher: without the lock, some of the additions are lost.
  const script = `
    import { readFileSync, writeFileSync } from 'node:fs';
    import { setTimeout as sleep } from 'node:timers/promises';
    import { withLock } from ${JSON.stringify(join(SETUP, 'withLock.mjs'))};
    for (let k = 0; k < 3; k++) await withLock('lock', async () => {
      const n = Number(readFileSync('count', 'utf8'));
      await sleep(20);
      writeFileSync('count', String(n + 1));
    });`;
  writeFileSync(join(folder, 'count'), '0');
  const children = [1, 2, 3].map(() =>
    spawn(process.execPath, ['--input-type=module', '-e', script], { cwd: folder, stdio: 'inherit' }),
  );
  expect(await Promise.all(children.map(ended))).toEqual([0, 0, 0]);
  expect(readFileSync(join(folder, 'count'), 'utf8')).toBe('9');
  expect(existsSync(join(folder, 'lock'))).toBe(false);
});

test('the lock is given back when the body throws', async () => {
  const path = join(sandbox(), 'lock');
  await expect(withLock(path, () => Promise.reject(new Error('body')))).rejects.toThrow('body');
  expect(await withLock(path, () => Promise.resolve('again'))).toBe('again');
});

test.each(['', '{"pid":', '{"pid": 1, "children": []}', JSON.stringify({ pid: process.pid, children: [] })])(
  'a file that is left over is no lock, whatever it says: %s',
  async (text) => {
    const path = join(sandbox(), 'lock');
    writeFileSync(path, text);
    const waitedFor: string[] = [];
    expect(await withLock(path, () => Promise.resolve('mine'), { onWait: (who) => waitedFor.push(who) })).toBe('mine');
    expect(waitedFor).toEqual([]);
    expect(existsSync(path)).toBe(false);
  },
);

/** Holds the lock, with a program that it starts, until it is killed; says both numbers. */
const HOLD = `
  import { spawn } from 'node:child_process';
  import { writeSync } from 'node:fs';
  import { withLock } from ${JSON.stringify(join(SETUP, 'withLock.mjs'))};
  await withLock('lock', async ({ files, childStarted, childEnded }) => {
    const child = spawn('sleep', ['600'], { stdio: ['ignore', 'ignore', 'ignore', ...files] });
    childStarted(child.pid);
    writeSync(1, child.pid + '\\n');
    child.on('close', () => childEnded(child.pid));
    await new Promise(() => setInterval(() => {}, 1000));
  });`;

async function holder(cwd: string) {
  const child = spawn(process.execPath, ['--input-type=module', '-e', HOLD], {
    cwd,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  const started = Number(line);
  onTestFinished(() => {
    try {
      process.kill(started, 'SIGKILL');
    } catch {
      // It has ended.
    }
  });
  return { child, pid: child.pid!, started };
}

/** Waits for the lock; `told` is who it was said to be held by, over time. */
function wait(cwd: string) {
  const told: string[] = [];
  let got = false;
  const done = withLock(join(cwd, 'lock'), () => Promise.resolve((got = true)), { onWait: (who) => told.push(who) });
  return { told, done, got: () => got };
}

test('what a killed holder left running is waited for', async () => {
  const folder = sandbox();
  const { child, started } = await holder(folder);
  child.kill('SIGKILL');
  await ended(child);
  const waiting = wait(folder);
  await vi.waitFor(() => expect(waiting.told).toEqual([`process ${started}, which an earlier one left running`]));
  expect(waiting.got()).toBe(false);
  process.kill(started, 'SIGKILL');
  await waiting.done;
});

test(
  'a holder that is stopped keeps its lock, and is named',
  needs(process.platform === 'linux', 'Linux'),
  async () => {
    const folder = sandbox();
    const { child, pid, started } = await holder(folder);
    child.kill('SIGSTOP');
    utimesSync(join(folder, 'lock'), new Date(0), new Date(0));
    const waiting = wait(folder);
    const remedy = `let it go on with "kill -CONT ${pid}", or end it with "kill -KILL ${pid}"`;
    await vi.waitFor(() => expect(waiting.told).toEqual([`process ${pid}, which is stopped: ${remedy}`]), 3_000);
    child.kill('SIGCONT');
    await vi.waitFor(() => expect(waiting.told.at(-1)).toBe(`process ${pid}`), 3_000);
    expect(waiting.got()).toBe(false);
    process.kill(started, 'SIGKILL');
    child.kill('SIGKILL');
    await waiting.done;
  },
);

test('a killed holder that left nothing behind is waited for no longer', async () => {
  const folder = sandbox();
  const { child, pid, started } = await holder(folder);
  process.kill(started, 'SIGKILL');
  const waiting = wait(folder);
  await vi.waitFor(() => expect(waiting.told).toEqual([`process ${pid}`]));
  child.kill('SIGKILL');
  await waiting.done;
});

test('of two locks, what is running under one of them is waited for', async () => {
  const folder = sandbox();
  const { child, pid, started } = await holder(folder);
  const told: string[] = [];
  const done = withLocks([join(folder, 'own'), join(folder, 'lock')], (lock) => Promise.resolve(lock.files.length), {
    onWait: (who) => told.push(who),
  });
  await vi.waitFor(() => expect(told).toEqual([`process ${pid}`]));
  for (const one of [started, child.pid!]) process.kill(one, 'SIGKILL');
  expect(await done).toBe(2);
  expect(readdirSync(folder)).toEqual([]);
});

test('a live holder is waited for until the user has enough', async () => {
  const path = join(sandbox(), 'lock');
  await withLock(path, async () => {
    const abort = new AbortController();
    const second = withLock(path, () => Promise.resolve('never'), {
      onWait: () => abort.abort(),
      signal: abort.signal,
    });
    await expect(second).rejects.toThrow();
  });
});
