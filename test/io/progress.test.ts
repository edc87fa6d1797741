import { afterEach, describe, expect, it } from 'vitest';
import { setInterruptSignal } from '../../lib/io/interruption.js';
import { describeProgress, setProgressSink, startProgress, type ProgressState } from '../../lib/io/progress.js';

afterEach(() => {
  setProgressSink(undefined);
  setInterruptSignal(undefined);
});

describe('describeProgress', () => {
  const state: ProgressState = {
    label: 'render',
    done: 50,
    total: 200,
    unit: 'icons',
    elapsedSeconds: 2,
    note: 'noto',
    finished: false,
  };
  it('says how far, how fast and how long still', () => {
    expect(describeProgress(state)).toBe('render 50/200 icons, 25%, 25 icons/s, 6 s left, noto');
  });
  it('ends with the time it took, and does without a total', () => {
    expect(describeProgress({ ...state, finished: true, note: '' })).toBe(
      'render 50/200 icons, 25%, 25 icons/s, 2.0 s',
    );
    const { total, ...open } = state;
    expect(total).toBe(200);
    expect(describeProgress({ ...open, note: '' })).toBe('render 50 icons, 25 icons/s');
  });
});

it('a sink sees the end always, and the middle no more often than it asked', () => {
  const seen: ProgressState[] = [];
  setProgressSink((state) => seen.push(state), 60_000);
  const progress = startProgress('count', 'things', 3);
  for (let k = 0; k < 3; k++) progress.advance(1, `at ${k}`);
  progress.finish();
  expect(seen).toHaveLength(1);
  expect(seen[0]).toMatchObject({ done: 3, finished: true, note: 'at 2' });
});

it('a job whose cell was interrupted stops at its next step', () => {
  setProgressSink(() => {});
  const stop = new AbortController();
  setInterruptSignal(stop.signal);
  const progress = startProgress('count', 'things', 3);
  progress.advance();
  stop.abort();
  expect(() => progress.advance()).toThrow('stopped by the user');
});
