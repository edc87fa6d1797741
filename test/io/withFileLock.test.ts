import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { describeHolder } from '../../lib/io/lockHolder.js';
import { Interrupted, withInterruptSignal } from '../../lib/io/interruption.js';
import { setProgressSink } from '../../lib/io/progress.js';
import { withFileLock } from '../../lib/io/withFileLock.js';
import { needs } from '../fixtures/needs.js';
import { startScript, type ScriptProcess } from './lockProcess.js';

/** Holds the lock at argv[1] until a line comes in, then gives it back and ends. */
const HOLD = `
  const { withFileLock } = await lib('io/withFileLock.js');
  await withFileLock(process.argv[1], async () => {
    say('holds');
    await new Promise((resolve) => process.stdin.once('data', resolve));
  });
  say('gave back');
  process.exit(0);`;

/**
 * Holds the lock and leaves a program with it running, whose number it says; the program lives for as long as its
 * input.
 */
const LEAVE = `
  const { withFileLock } = await lib('io/withFileLock.js');
  const { spawn } = await import('node:child_process');
  await withFileLock(process.argv[1], async ({ fd }) => {
    const left = spawn('sleep', ['600'], { stdio: ['ignore', 'ignore', 'ignore', fd] });
    say(String(left.pid));
    say('holds');
    await new Promise(() => setInterval(() => {}, 1000));
  });`;

let folder: string;
let path: string;
let running: ScriptProcess[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cliplab lock ä '));
  path = join(folder, 'deep', 'x.lock');
  running = [];
  setProgressSink(() => undefined);
});
afterEach(async () => {
  for (const { child } of running) child.kill('SIGKILL');
  await Promise.all(running.map(({ ended }) => ended));
  rmSync(folder, { recursive: true });
});

function start(script: string, ...args: string[]): ScriptProcess {
  const started = startScript(script, args);
  running.push(started);
  return started;
}
async function holder(script = HOLD): Promise<ScriptProcess> {
  const process_ = start(script, path);
  await process_.hears('holds');
  return process_;
}

/** Asks for the lock in this process; `got` tells whether it has it yet. */
function ask(): { got: () => boolean; done: Promise<void>; notes: string[] } {
  const notes: string[] = [];
  setProgressSink((state) => notes.push(state.note));
  let got = false;
  const done = withFileLock(path, () => Promise.resolve().then(() => void (got = true)));
  return { got: () => got, done, notes };
}
const moment = (ms = 300): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

describe('a lock', () => {
  it('is free when its holder gives it back, and leaves no file', async () => {
    const other = await holder();
    const asked = ask();
    await moment();
    expect(asked.got()).toBe(false);
    other.child.stdin!.write('\n');
    await asked.done;
    expect(readdirSync(join(folder, 'deep'))).toEqual([]);
  });

  it('is given back when the work throws', async () => {
    await expect(withFileLock(path, () => Promise.reject(new Error('work')))).rejects.toThrow('work');
    await withFileLock(path, () => Promise.resolve());
  });

  it('is free as soon as its holder is killed', async () => {
    const other = await holder();
    const asked = ask();
    other.child.kill('SIGKILL');
    await asked.done;
    expect(existsSync(path)).toBe(false);
  });

  it(
    'is not taken from one that is stopped, whom the waiting one names',
    needs(process.platform === 'linux', 'Linux'),
    async () => {
      const other = await holder();
      other.child.kill('SIGSTOP');
      const asked = ask();
      // However old the file looks.
      const { utimes } = await import('node:fs/promises');
      await utimes(path, new Date(0), new Date(0));
      await vi.waitFor(() => expect(asked.notes.length).toBeGreaterThan(0), 5_000);
      expect(asked.notes[0]).toBe(
        `process ${other.pid} has it and is stopped: let it go on with "kill -CONT ${other.pid}", or end it with "kill -KILL ${other.pid}"`,
      );
      expect(asked.got()).toBe(false);
      other.child.kill('SIGCONT');
      await moment();
      expect(asked.got()).toBe(false);
      other.child.stdin!.write('\n');
      await asked.done;
      await other.hears('gave back');
    },
  );

  it('is kept by the program that a killed holder left with it', async () => {
    const other = await holder(LEAVE);
    const left = Number(other.said[0]);
    other.child.kill('SIGKILL');
    await other.ended;
    const asked = ask();
    await vi.waitFor(() => expect(asked.notes.length).toBeGreaterThan(0), 5_000);
    expect(asked.notes[0]).toBe(`a program that process ${other.pid} started has it, and still runs`);
    expect(asked.got()).toBe(false);
    process.kill(left, 'SIGKILL');
    await asked.done;
  });

  it('is another file’s where its own was removed: who waits for the old one has none', async () => {
    const other = await holder();
    rmSync(path);
    // The name is free, and a new file by it another lock; the old holder's end must not remove it.
    let inside: Promise<void> | undefined;
    await withFileLock(path, async () => {
      inside = ask().done;
      other.child.stdin!.write('\n');
      await other.ended;
      await moment(200);
    });
    await inside;
  });

  it('is for one call at a time in one process', async () => {
    let inside = 0;
    let most = 0;
    const work = async (): Promise<void> => {
      most = Math.max(most, ++inside);
      await moment(5);
      inside--;
    };
    await Promise.all(Array.from({ length: 5 }, () => withFileLock(path, work)));
    expect(most).toBe(1);
  });

  it('stops being waited for when the user has enough', async () => {
    const other = await holder();
    const stop = new AbortController();
    const asked = withInterruptSignal(stop.signal, () => withFileLock(path, () => Promise.resolve()));
    setTimeout(() => stop.abort(), 100);
    await expect(asked).rejects.toThrow(Interrupted);
    expect(other.child.exitCode).toBeNull();
  });

  it('has one process inside, whoever is killed there', async () => {
    // Each writes its number into a file while it is inside; another's number there is a dead one's, or the lock is
    // none.
    const script = `
      const { withFileLock } = await lib('io/withFileLock.js');
      const { existsSync, readFileSync, rmSync, writeFileSync } = await import('node:fs');
      const [path, inside] = process.argv.slice(1);
      const isRunning = (pid) => { try { return process.kill(pid, 0); } catch { return false; } };
      for (;;) await withFileLock(path, async () => {
        const other = existsSync(inside) ? Number(readFileSync(inside, 'utf8')) : undefined;
        // One that was killed has given its lock back a little before the system says that it is gone.
        for (let k = 0; k < 200 && other !== undefined && isRunning(other); k++)
          await new Promise((resolve) => setTimeout(resolve, 10));
        if (other !== undefined && isRunning(other)) say('two are inside');
        writeFileSync(inside, String(process.pid));
        say('inside');
        await new Promise((resolve) => setTimeout(resolve, 5));
        rmSync(inside);
      });`;
    const inside = join(folder, 'inside');
    const work = Array.from({ length: 3 }, () => start(script, path, inside));
    for (const one of work.slice()) {
      await one.hears('inside');
      await moment(40 * Math.random());
      one.child.kill('SIGKILL');
      expect(await one.ended).toBe('SIGKILL');
      work.push(start(script, path, inside));
    }
    for (const one of work.slice(3)) await one.hears('inside');
    for (const { said, complaints } of work) {
      expect(said).not.toContain('two are inside');
      expect(complaints()).toBe('');
    }
  });
});

describe('who has a lock', () => {
  it.each([
    ['', 'another process has it'],
    ['{"pid": 12', 'another process has it'],
    ['null', 'another process has it'],
    ['{"pid": "rm -rf"}', 'another process has it'],
    ['{"pid": -1}', 'another process has it'],
    [JSON.stringify({ pid: process.pid }), `process ${process.pid} has it`],
    ['{"pid": 7, "host": "elsewhere.example"}', 'process 7 on elsewhere.example has it'],
  ])('written as %s is told as %s', (written, told) => {
    expect(describeHolder(written)).toBe(told);
  });
});
