import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolder } from '../../../io/makeFolder.js';
import { compiledScript } from '../../../io/processPool.js';
import { storageError } from '../../../io/storageError.js';
import { UserError } from '../../../io/userError.js';

/** Held by the one trainer of a folder for as long as it takes runs from the queue. */
export const TRAINER_LOCK = 'trainer.lock';
/** Held while runs are put into the queue or taken from it. */
export const QUEUE_LOCK = 'queue.lock';
/** What the newest trainer said, for faults that no run tells of. */
const TRAINER_LOG = 'trainer.log';

const SCRIPT = 'apps/training/live/trainerProcess';

/**
 * Starts the process that trains what waits in a folder. It is in a group of its own: neither the end of this process
 * nor a signal to its group ends it.
 * @throws UserError where it cannot be started
 */
export async function startTrainer(folder: string): Promise<void> {
  await makeFolder(folder);
  const path = join(folder, TRAINER_LOG);
  const log = await open(path, 'w').catch((error: unknown) => {
    throw storageError(error, path);
  });
  try {
    const child = spawn(process.execPath, [compiledScript(SCRIPT), folder], {
      detached: true,
      stdio: ['ignore', 'ignore', log.fd],
    });
    await once(child, 'spawn');
    child.on('error', () => undefined);
    child.unref();
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(
      `the trainer cannot be started (${(error as Error).message}): end other programs and try again.`,
    );
  } finally {
    await log.close();
  }
}

/**
 * How many pairs a recipe trains on in a second, measured by a process of its own.
 * @throws UserError where it cannot be measured
 */
export async function measureApart(recipe: string, data: string): Promise<number> {
  const child = spawn(process.execPath, [compiledScript(SCRIPT), '--measure', recipe, data], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  let fault = '';
  child.stdout.on('data', (piece: Buffer) => (said += piece.toString()));
  child.stderr.on('data', (piece: Buffer) => (fault = piece.toString()));
  const code = await once(child, 'close').then(([ended]) => ended as number | null);
  const rate = Number(said);
  if (code === 0 && Number.isFinite(rate) && rate > 0) return rate;
  const why = fault.trim().split('\n').at(-1) ?? '';
  throw new UserError(
    `how fast this machine trains could not be measured (${why || `exit code ${code}`}): give the number of pairs.`,
  );
}
