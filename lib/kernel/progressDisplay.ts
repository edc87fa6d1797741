import { type ProgressSink, type ProgressState, describeProgress } from '../io/progress.js';
import { type DisplayChannel, displayChannel } from './displayChannel.js';

/** Marks a display that is news, not a result: the notebook runner leaves it out of what it saves. */
export const PROGRESS_METADATA = { cliplab: { progress: true } } as const;

// Times and rates differ from run to run; what stays in a notebook must not.
const lastLine = ({ label, done, total, unit }: ProgressState): string =>
  `${label} ${done}${total === undefined || total === done ? '' : `/${total}`} ${unit}`;

/** Progress as one line below the running cell, replaced in place. */
export function createProgressDisplay(): ProgressSink {
  const open = new Map<string, { displayId: string; channel: DisplayChannel }>();
  let count = 0;
  return (state) => {
    const channel = displayChannel();
    if (!channel) return;
    // A job that was stopped leaves its line open; the same job in another cell starts a line of its own.
    const line = open.get(state.label);
    const update = line?.channel === channel;
    const displayId = update ? line.displayId : `progress-${++count}`;
    open.set(state.label, { displayId, channel });
    if (state.finished) open.delete(state.label);
    const text = state.finished ? lastLine(state) : describeProgress(state);
    channel.display({ bundle: { 'text/plain': text }, metadata: PROGRESS_METADATA, displayId, update });
  };
}
