import { Interrupted, interruptSignal } from './interruption.js';

/** One state of a long job. `total` is absent where it cannot be known. */
export interface ProgressState {
  readonly label: string;
  readonly done: number;
  readonly total?: number;
  readonly unit: string;
  readonly elapsedSeconds: number;
  /** A short free text, e.g. the newest loss. */
  readonly note: string;
  readonly finished: boolean;
}

/** Where progress is shown. The kernel puts its own in place of the terminal's. */
export type ProgressSink = (state: ProgressState) => void;

export interface Progress {
  /**
   * Reports `count` more units done.
   * @throws Interrupted when the user has stopped the cell that started the job.
   */
  advance(count?: number, note?: string): void;
  /** Shows a note at once where it is a new one, else as `advance` does. */
  say(note: string, count?: number): void;
  /** Ends the line. */
  finish(note?: string): void;
}

/** "label 1200/5000 images, 24%, 600 images/s, 6 s left, note": the same words in a terminal and in a cell. */
export function describeProgress(state: ProgressState): string {
  const { label, done, total, unit, elapsedSeconds, note, finished } = state;
  const rate = elapsedSeconds > 0 ? done / elapsedSeconds : 0;
  const parts = [`${label} ${done}${total === undefined ? '' : '/' + total} ${unit}`];
  if (total !== undefined && total > 0) parts.push(`${Math.floor((100 * done) / total)}%`);
  if (rate > 0 && unit !== 's') parts.push(`${rate >= 10 ? rate.toFixed(0) : rate.toFixed(2)} ${unit}/s`);
  if (finished) parts.push(`${elapsedSeconds.toFixed(1)} s`);
  else if (total !== undefined && rate > 0) parts.push(`${Math.ceil((total - done) / rate)} s left`);
  if (note) parts.push(note);
  return parts.join(', ');
}

const MIN_GAP_MS = { terminal: 200, log: 10_000 };

/** Whether standard error is a terminal that can write a line anew. */
const isTerminal = (): boolean => process.stderr.isTTY === true && process.env['TERM'] !== 'dumb';

/**
 * What fits in a terminal's line: one that goes on in the next cannot be written anew. A terminal that tells no width
 * has 80.
 */
function fitLine(text: string): string {
  const room = (process.stderr.columns || 80) - 1;
  return text.length <= room ? text : text.slice(0, Math.max(0, room - 1)) + '…';
}

/** Terminal: one line rewritten in place. Log file: a line every ten seconds. Both on standard error. */
function createTerminalSink(): ProgressSink {
  const terminal = isTerminal();
  return (state) => {
    const text = describeProgress(state);
    if (terminal) process.stderr.write(`\r\x1b[2K${fitLine(text)}${state.finished ? '\n' : ''}`);
    else process.stderr.write(text + '\n');
  };
}

let sink: ProgressSink | undefined;
let minimumGapMs = isTerminal() ? MIN_GAP_MS.terminal : MIN_GAP_MS.log;

/**
 * Sends progress elsewhere (a notebook cell) at most once every `gapMs` milliseconds; `undefined` restores the
 * terminal.
 */
export function setProgressSink(next: ProgressSink | undefined, gapMs: number = MIN_GAP_MS.terminal): void {
  sink = next;
  minimumGapMs = next ? gapMs : isTerminal() ? MIN_GAP_MS.terminal : MIN_GAP_MS.log;
}

/** Starts a progress line for a long job; `total` in `unit`s (plural noun). */
export function startProgress(label: string, unit: string, total?: number): Progress {
  sink ??= createTerminalSink();
  const show = sink;
  const signal = interruptSignal();
  const start = performance.now();
  let done = 0;
  let note = '';
  let lastShown = start;
  const emit = (finished: boolean): void => {
    lastShown = performance.now();
    const state = { label, done, unit, elapsedSeconds: (lastShown - start) / 1000, note, finished };
    show(total === undefined ? state : { ...state, total });
  };
  const step = (count: number, newNote: string, gapMs: number): void => {
    if (signal?.aborted) throw new Interrupted();
    done += count;
    note = newNote;
    if (performance.now() - lastShown >= gapMs) emit(false);
  };
  return {
    advance: (count = 1, newNote = note) => step(count, newNote, minimumGapMs),
    say: (newNote, count = 0) => step(count, newNote, newNote === note ? minimumGapMs : 0),
    finish(newNote) {
      if (newNote !== undefined) note = newNote;
      emit(true);
    },
  };
}
