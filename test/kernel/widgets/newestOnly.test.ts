import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { NewestOnly, stopRenders } from '../../../lib/kernel/widgets/newestOnly.js';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** Renders that take `ms`, or less where they are told to stop and listen. */
function renders(ms: number, listens: boolean) {
  const log: string[] = [];
  const newest = new NewestOnly<number>(async (value, signal) => {
    log.push(`begin ${value}`);
    const stopped = await new Promise<boolean>((resolve) => {
      const timer = setTimeout(() => resolve(false), ms);
      if (!listens) return;
      signal.addEventListener('abort', () => {
        clearTimeout(timer);
        resolve(true);
      });
    });
    log.push(`${stopped ? `stop (${String(signal.reason)})` : 'end'} ${value}`);
  });
  return { log, newest };
}

describe('NewestOnly', () => {
  it('renders one at a time and skips all but the newest', async () => {
    const { log, newest } = renders(100, true);
    for (let value = 1; value <= 50; value++) newest.request(value);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(log).toEqual(['begin 1', 'end 1', 'begin 50', 'end 50']);
  });

  it('lets short renders finish, so that a figure keeps moving', async () => {
    const { log, newest } = renders(100, true);
    for (let value = 1; value <= 20; value++) {
      newest.request(value);
      await vi.advanceTimersByTimeAsync(20);
    }
    await vi.advanceTimersByTimeAsync(1_000);
    expect(log.filter((line) => line.startsWith('end'))).toEqual(['end 1', 'end 5', 'end 10', 'end 15', 'end 20']);
  });

  it('stops a long render for a newer one', async () => {
    const { log, newest } = renders(10_000, true);
    newest.request(1);
    await vi.advanceTimersByTimeAsync(50);
    newest.request(2);
    await vi.advanceTimersByTimeAsync(199);
    expect(log).toEqual(['begin 1']);
    await vi.advanceTimersByTimeAsync(1);
    expect(log).toEqual(['begin 1', 'stop (newer) 1', 'begin 2']);
    await vi.advanceTimersByTimeAsync(1_000);
    newest.request(3);
    await vi.advanceTimersByTimeAsync(0);
    expect(log.slice(3)).toEqual(['stop (newer) 2', 'begin 3']);
  });

  it('waits for a render that does not listen, so that two never run', async () => {
    const { log, newest } = renders(2_000, false);
    newest.request(1);
    newest.request(2);
    newest.request(3);
    await vi.advanceTimersByTimeAsync(1_999);
    expect(log).toEqual(['begin 1']);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(log).toEqual(['begin 1', 'end 1', 'begin 3', 'end 3']);
  });

  it('stops everything on an interrupt, and goes on when asked again', async () => {
    const { log, newest } = renders(10_000, true);
    newest.request(1);
    newest.request(2);
    stopRenders();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(log).toEqual(['begin 1', 'stop (interrupt) 1']);
    newest.request(3);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(log.slice(2)).toEqual(['begin 3', 'end 3']);
  });
});
