import { displayChannel } from './displayChannel.js';
import { bundleOf, inDisplayOrder, showAt } from './show.js';

/** A display that is replaced as something goes on. */
export interface LiveDisplay {
  /** Shows another value in its place at once; a figure without an image. */
  update(value: unknown): void;
  /** Shows the last value in its place, a figure with its image, so that a saved notebook keeps it. */
  finish(value: unknown): Promise<void>;
}

let displays = 0;

/**
 * Shows a value that is to be replaced. Outside a notebook only the last one is printed.
 * @example
 * const display = showLive('waiting for the first step');
 * for await (const log of followLog('runs/mine', { steps: 1000 })) display.update(runFigure(log,
 * findRecipe('mini-rn'))); await display.finish('done');
 */
export function showLive(first: unknown): LiveDisplay {
  const channel = displayChannel();
  const displayId = `live-${++displays}`;
  let shown = false;
  const put = (value: unknown): void =>
    void inDisplayOrder(() => {
      channel?.display({ bundle: bundleOf(value), displayId, update: shown });
      shown = true;
    });
  put(first);
  return { update: put, finish: (value) => showAt(value, { displayId, update: true }) };
}
