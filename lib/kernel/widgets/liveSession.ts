import { join } from 'node:path';
import { keepLiveRun } from '../../apps/training/live/keptRuns.js';
import { findLiveRun, listLiveRuns } from '../../apps/training/live/liveRun.js';
import {
  continueLiveRuns,
  isTrainerThere,
  removeLiveRuns,
  startLiveRuns,
  stopLiveRuns,
  type LiveRunOptions,
} from '../../apps/training/live/queue.js';
import { RECIPE_FILE } from '../../apps/training/live/runRecord.js';
import type { Figure } from '../../figures/figure.js';
import { UserError } from '../../io/userError.js';
import { recipeCode } from '../../train/recipeCode.js';
import { liveView, type LiveView } from './liveView.js';

/** A trainer that was just started takes so long until it can be seen. */
const STARTING_MS = 20_000;
const MOST_SEEDS = 10;

/** A recipe written out. */
export interface WrittenRecipe {
  readonly title: string;
  readonly code: string;
  readonly command: string;
}

/** What a panel of live ablations shows and hears; the runs themselves are in their folders. */
export class LiveSession {
  readonly #folder: string;
  readonly #options: Omit<LiveRunOptions, 'changes'>;
  readonly #changes: ReadonlyMap<string, LiveRunOptions['changes'][number]>;
  readonly #hidden = new Set<string>();
  #comparison: string | undefined;
  #startedMs = -Infinity;

  /** @param changes by name those that can be ticked @param options what is not the reader's to choose */
  constructor(
    folder: string,
    changes: ReadonlyMap<string, LiveRunOptions['changes'][number]>,
    options: Omit<LiveRunOptions, 'changes'> = {},
  ) {
    this.#folder = folder;
    this.#changes = changes;
    this.#options = options;
  }

  /** What there is to see now, and whether something trains, so that it is worth looking again soon. */
  async look(): Promise<{ view: LiveView; figure: Figure | undefined; isBusy: boolean }> {
    const { runs, faults } = await listLiveRuns(this.#folder);
    const isThere = await isTrainerThere(this.#folder);
    const isStarting = performance.now() - this.#startedMs < STARTING_MS;
    const isBusy = isThere || (isStarting && runs.some(({ state }) => state === 'waits'));
    const choices = { comparison: this.#comparison, hidden: this.#hidden, faults, isTrainerThere: isBusy };
    return { ...(await liveView(runs, choices)), isBusy };
  }

  /**
   * Does what the reader asked for; of a recipe it gives the text, of a kept model a sentence that says where it is.
   * @throws UserError where it cannot be done
   */
  async hear(message: unknown): Promise<{ recipe?: WrittenRecipe; said?: string }> {
    const told = (message ?? {}) as Readonly<Record<string, unknown>>;
    const ids = typeof told['id'] === 'string' ? [told['id']] : undefined;
    const id = ids?.[0] ?? '';
    switch (told['kind']) {
      case 'start':
        await this.#start(told);
        return {};
      case 'stop':
        await stopLiveRuns(ids, this.#folder);
        return {};
      case 'continue':
        this.#startedMs = performance.now();
        await continueLiveRuns(ids, this.#folder);
        return {};
      case 'remove':
        if (ids) await removeLiveRuns(ids, this.#folder);
        return {};
      case 'keep': {
        const kept = await keepLiveRun(id, (typeof told['name'] === 'string' ? told['name'] : '').trim(), this.#folder);
        return { said: `Kept: await loadModel(${JSON.stringify(kept)}) opens it.` };
      }
      case 'show':
        if (told['isShown'] === true) this.#hidden.delete(id);
        else this.#hidden.add(id);
        return {};
      case 'compare':
        this.#comparison = String(told['comparison']);
        return {};
      case 'recipe':
        return { recipe: await this.#recipe(id) };
      default:
        return {};
    }
  }

  async #start({ ticked, together, seeds, minutes, data }: Readonly<Record<string, unknown>>): Promise<void> {
    const names: readonly unknown[] = Array.isArray(ticked) ? ticked : [];
    const changes = names.flatMap((name) => this.#changes.get(String(name)) ?? []);
    if (changes.length === 0) throw new UserError('Nothing is ticked: tick at least one change, and start again.');
    const count = Number(seeds);
    if (!Number.isSafeInteger(count) || count < 1 || count > MOST_SEEDS)
      throw new UserError(`The number of seeds is ${String(seeds)}, expected 1 to ${MOST_SEEDS}.`);
    const run = Number(minutes);
    if (!(run > 0)) throw new UserError(`The minutes are ${String(minutes)}, expected a number above 0.`);
    this.#startedMs = performance.now();
    const ids = await startLiveRuns({
      ...{ minutes: run, seeds: Array.from({ length: count }, (_, k) => k + 1) },
      ...(data === 'suite' || data === 'iconwit' ? { data } : {}),
      ...{ ...this.#options, changes, together: together === true, folder: this.#folder },
    });
    this.#startedMs = performance.now();
    this.#comparison = (await findLiveRun(this.#folder, ids[0]!)).comparison;
  }

  async #recipe(id: string): Promise<WrittenRecipe> {
    const { change, recipe, base, data } = await findLiveRun(this.#folder, id);
    const file = join(this.#folder, id, RECIPE_FILE);
    return {
      title: `${change}, seed ${recipe.seed}`,
      code: recipeCode(recipe, base, data),
      command: `npx cliplab train --recipe '${file.replace(/'/g, "'\\''")}' --data ${data}`,
    };
  }
}
