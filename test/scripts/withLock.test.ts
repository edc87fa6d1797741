import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { isRunning, processId } from '../../scripts/setup/runningProcess.mjs';
import { withLock } from '../../scripts/setup/withLock.mjs';
import { needs } from '../fixtures/needs.js';
import { sandbox } from './sandbox.js';

const SETUP = fileURLToPath(new URL('../../scripts/setup/', import.meta.url));

/** The number of a process that has ended. */
const deadPid = (): number => spawnSync(process.execPath, ['-e', '']).pid;

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

test('the lock of a process that is no more is taken over', async () => {
  const path = join(sandbox(), 'lock');
  writeFileSync(path, JSON.stringify({ pid: deadPid(), children: [] }));
  expect(await withLock(path, () => Promise.resolve('mine'))).toBe('mine');
});

test(
  'a later process with the same number is not the holder',
  needs(process.platform === 'linux', 'Linux'),
  async () => {
    const path = join(sandbox(), 'lock');
    writeFileSync(path, JSON.stringify({ pid: process.pid, startedAt: '1', children: [] }));
    expect(await withLock(path, () => Promise.resolve('mine'))).toBe('mine');
  },
);

test('a lock that was torn while being written is taken over once it is old', async () => {
  const path = join(sandbox(), 'lock');
  writeFileSync(path, '{"pid":');
  utimesSync(path, new Date(0), new Date(0));
  expect(await withLock(path, () => Promise.resolve('mine'))).toBe('mine');
});

test('what a killed holder left running is waited for', async () => {
  const path = join(sandbox(), 'lock');
  const child = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 600)'], { stdio: 'ignore' });
  const { pid = 0 } = child;
  const gone = ended(child);
  writeFileSync(path, JSON.stringify({ pid: deadPid(), children: [processId(pid)] }));
  const waitedFor: number[] = [];
  const alone = await withLock(path, () => Promise.resolve(!isRunning({ pid })), {
    onWait: (other) => waitedFor.push(other),
  });
  expect(waitedFor).toEqual([pid]);
  expect(alone).toBe(true);
  await gone;
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
