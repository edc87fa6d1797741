import { afterEach, expect, it } from 'vitest';
import {
  breathe,
  Interrupted,
  interruptSignal,
  setInterruptSignal,
  withInterruptSignal,
} from '../../lib/io/interruption.js';

afterEach(() => setInterruptSignal(undefined));

it('breathe lets waiting events in, and goes on where nobody stopped it', async () => {
  let turned = false;
  setImmediate(() => (turned = true));
  await breathe();
  expect(turned).toBe(true);
});

it('breathe ends a job whose signal was aborted, also while it waits', async () => {
  const stop = new AbortController();
  setInterruptSignal(stop.signal);
  await breathe();
  setImmediate(() => stop.abort());
  await expect(breathe().then(() => breathe())).rejects.toThrow(Interrupted);
  await expect(breathe()).rejects.toThrow('stopped by the user');
});

it('each job sees the signal it was started under, whatever is set meanwhile', async () => {
  const [one, two] = [new AbortController(), new AbortController()];
  const work = async (): Promise<AbortSignal | undefined> => {
    await breathe();
    return interruptSignal();
  };
  const first = withInterruptSignal(one.signal, work);
  const second = withInterruptSignal(two.signal, work);
  setInterruptSignal(new AbortController().signal);
  expect([await first, await second]).toEqual([one.signal, two.signal]);
  const stopped = withInterruptSignal(one.signal, async () => {
    one.abort();
    await breathe();
  });
  await expect(stopped).rejects.toThrow(Interrupted);
  await withInterruptSignal(two.signal, () => breathe());
});
