import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
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

describe('in a terminal', () => {
  const { isTTY, columns } = process.stderr;
  let written = '';
  beforeEach(() => {
    written = '';
    process.stderr.isTTY = true;
    vi.spyOn(process.stderr, 'write').mockImplementation((text) => ((written += String(text)), true));
  });
  afterEach(() => {
    Object.assign(process.stderr, { isTTY, columns });
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
  });

  it.each([
    [24, 23],
    [0, 79],
    [undefined, 79],
  ])('of %s columns a line takes %i, so that it can be written anew', (width, length) => {
    vi.stubEnv('TERM', 'xterm');
    Object.assign(process.stderr, { columns: width });
    setProgressSink(undefined);
    startProgress('a long name of what is done', 'things', 10).finish('and a note of what was found, which is long');
    const line = written.replace(/^.*\x1b\[2K/s, '').trimEnd(); // eslint-disable-line no-control-regex
    expect(line).toHaveLength(length);
    expect(line.endsWith('…')).toBe(true);
  });
});
