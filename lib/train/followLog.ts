import { requireNumber } from '../io/requireNumber.js';
import { requireWhole } from '../io/requireWhole.js';
import { setTimeout as pause } from 'node:timers/promises';
import { join } from 'node:path';
import { breathe } from '../io/interruption.js';
import { METRICS_FILE, readMetrics, type Metrics } from './metricsLog.js';

/** How `followLog` follows. */
export interface FollowOptions {
  /** The run is over once its log has this step, e.g. `recipe.steps`. */
  readonly steps: number;
  /** Milliseconds between two looks. Default 1,000. */
  readonly everyMs?: number;
}

/**
 * The log of a run that another process trains, as it grows: all its lines each time there are new ones, first those
 * that are there by now, until the run's last step.
 * @param folder the run's, as `cliplab train --folder` has it
 * @throws UserError where an option is no such number; Interrupted when the user stops the cell; the run goes on
 * @example
 * for await (const log of followLog('runs/mine', { steps: 1000 })) show(`loss ${log[log.length - 1].loss}`);
 */
export async function* followLog(
  folder: string,
  { steps, everyMs = 1000 }: FollowOptions,
): AsyncGenerator<readonly Metrics[]> {
  requireWhole(steps, 'the last step', 1);
  requireNumber(everyMs, 'the time between two looks', 0);
  let last: number | undefined;
  for (;;) {
    await breathe();
    const metrics = await readMetrics(join(folder, METRICS_FILE));
    const step = metrics.at(-1)?.step;
    if (step !== last && step !== undefined) yield metrics;
    last = step;
    if (step !== undefined && step >= steps) return;
    await pause(everyMs);
  }
}
