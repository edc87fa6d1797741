import { from } from 'arquero';
import { isIconWitBuilt } from '../../apps/training/namedPairs.js';
import { liveFolder } from '../../apps/training/live/runRecord.js';
import { packedPlotlyScript } from '../../figures/export/plotlyScript.js';
import { requireNumber } from '../../io/requireNumber.js';
import { requireText } from '../../io/requireText.js';
import { requireWhole } from '../../io/requireWhole.js';
import { systemStorageError } from '../../io/storageError.js';
import { told } from '../../io/told.js';
import { UserError } from '../../io/userError.js';
import { changedRecipe, changeOf } from '../../train/changes/changedRecipe.js';
import { LAB_LIVE } from '../../train/changes/labLive.js';
import type { RecipeChange } from '../../train/changes/recipeChange.js';
import { RECIPE_CHANGES } from '../../train/changes/recipeChanges.js';
import { recipeDifferences } from '../../train/recipeDifferences.js';
import { findRecipe } from '../../train/recipes.js';
import { displayChannel } from '../displayChannel.js';
import { bundleOf, inDisplayOrder, show } from '../show.js';
import { liveFrontEnd } from './frontEnd.js';
import { LiveSession } from './liveSession.js';
import { createWidget, widgetBundle } from './widget.js';

/** What `liveAblations` offers. */
export interface LiveAblationsOptions {
  /** Names of `RECIPE_CHANGES`, or changes of one's own. Default: all of `RECIPE_CHANGES`. */
  readonly changes?: readonly (string | RecipeChange)[];
  /** Name of the recipe that is changed. Default `lab-live`. */
  readonly recipe?: string;
  /** How long the unchanged run trains; the reader may choose otherwise. Default 2. */
  readonly minutes?: number;
  /** Pairs that each run sees, in place of minutes; then the reader chooses none. */
  readonly pairs?: number;
  /** Where runs are kept, a folder each. Default: `live` in the cache. */
  readonly folder?: string;
}

const OPTIONS = ['changes', 'recipe', 'minutes', 'pairs', 'folder'];
/** Between two looks at the folders of runs: while one trains, and otherwise, for what another notebook starts. */
const LOOK_MS = { busy: 1000, quiet: 5000 };

/** Ends the looks of the panel that this process opened last. */
let endOfLast: () => void = () => undefined;

/**
 * A panel in which its reader ticks changes of a recipe, starts, and sees loss and zero-shot accuracy of every change
 * grow beside the unchanged run: on the same pairs and seeds, one run after the other, in a process of their own that
 * goes on when the browser and the kernel are closed. Runs can be stopped, gone on with, compared, named and kept, and
 * each recipe is written out as code and for `cliplab train`. A saved notebook shows what can be ticked; nothing is
 * trained before somebody presses start.
 * @throws UserError where an option or a change is none
 * @example
 * await liveAblations({ changes: ['vit', 'batch-64', 'stronger-augmentation'], minutes: 2 });
 */
export async function liveAblations(options: LiveAblationsOptions = {}): Promise<void> {
  if (typeof options !== 'object' || (options as unknown) === null)
    throw new UserError(`the options of liveAblations are ${told(options)}, expected { changes: ["vit"] } or nothing.`);
  const unknown = Object.keys(options).find((option) => !OPTIONS.includes(option));
  if (unknown !== undefined)
    throw new UserError(`liveAblations has no option ${unknown}: give some of ${OPTIONS.join(', ')}.`);
  const {
    changes: given = RECIPE_CHANGES,
    recipe = LAB_LIVE.name,
    minutes = 2,
    pairs,
    folder = liveFolder(),
  } = options;
  requireText(folder, 'the folder of live runs');
  requireNumber(minutes, 'the minutes of a run', 0);
  if (pairs !== undefined) requireWhole(pairs, 'the number of pairs', 1);
  if (!Array.isArray(given)) throw new UserError(`the changes are ${told(given)}, expected a list of names: ["vit"].`);
  const base = findRecipe(recipe);
  const changes = (given as readonly (string | RecipeChange)[]).map(changeOf);
  const rows = changes.map((change) => ({
    ...{ choice: change.group, change: change.title, name: change.name },
    'what differs in its recipe': recipeDifferences(changedRecipe(base, [change]), changedRecipe(base, []))
      .filter((field) => !/^(?:steps|warmupSteps|evaluateEvery|checkpointEvery): /.test(field))
      .join('; '),
  }));
  const channel = displayChannel();
  if (channel) {
    const session = new LiveSession(folder, new Map(changes.map((change) => [change.name, change])), {
      ...{ recipe, ...(pairs === undefined ? {} : { pairs }) },
    });
    await openPanel(session, { rows, minutes, hasMinutes: pairs === undefined, recipe });
  }
  // The panel's style hides these two while the panel itself, just before them, is alive.
  await show('Live ablations: to tick changes and train, run this cell, which needs the kernel.');
  await show(from(rows));
}

interface PanelContent {
  readonly rows: readonly Readonly<Record<string, string>>[];
  readonly minutes: number;
  readonly hasMinutes: boolean;
  readonly recipe: string;
}

async function openPanel(session: LiveSession, content: PanelContent): Promise<void> {
  const { esm, css } = await liveFrontEnd();
  const { view, figure, isBusy } = await session.look();
  const widget = createWidget({
    ...{ esm, css },
    state: {
      ...{ ...content, view, output: figure ? bundleOf(figure) : null, isBusy, hasIconWit: isIconWitBuilt() },
      ...{ written: null as object | null, message: '', said: '', turn: 0 },
    },
  });
  let shown = JSON.stringify([view, isBusy]);
  const refresh = async (more: Partial<typeof widget.state> = {}): Promise<boolean> => {
    const next = await session.look();
    const now = JSON.stringify([next.view, next.isBusy]);
    const seen = { view: next.view, isBusy: next.isBusy, output: next.figure ? bundleOf(next.figure) : null };
    if (now !== shown || Object.keys(more).length > 0) widget.set({ ...(now === shown ? {} : seen), ...more });
    shown = now;
    return next.isBusy;
  };
  let heard: Promise<void> = Promise.resolve();
  const inTurn = (job: () => Promise<void>): Promise<void> => (heard = heard.then(job).catch(tellFault));
  const tellFault = (error: unknown): void => {
    const cause = systemStorageError(error) ?? error;
    const message = cause instanceof Error ? cause.message : String(cause);
    widget.set({ message, turn: widget.state.turn + 1 });
  };
  // Runs are of other processes, whose folders are looked at.
  let isOver = false;
  let timer: NodeJS.Timeout | undefined;
  const lookAgain = (busy: boolean): void => {
    clearTimeout(timer);
    if (isOver) return;
    timer = setTimeout(() => void look(), busy ? LOOK_MS.busy : LOOK_MS.quiet).unref();
  };
  const look = async (): Promise<void> => {
    let busy = false;
    await inTurn(async () => {
      busy = await refresh();
    });
    lookAgain(busy);
  };
  widget.onMessage((sent) => {
    if (sent === 'plotly') {
      void packedPlotlyScript().then((script) => widget.send({ plotly: true }, [script]));
      return;
    }
    void inTurn(async () => {
      const { recipe: written, said = '' } = await session.hear(sent);
      const turn = widget.state.turn + 1;
      lookAgain(await refresh({ ...(written ? { written } : {}), said, message: '', turn }));
    });
  });
  endOfLast();
  endOfLast = () => {
    isOver = true;
    clearTimeout(timer);
  };
  lookAgain(isBusy);
  await inDisplayOrder(() => displayChannel()?.display({ bundle: widgetBundle(widget) }));
}
