import { inspect } from 'node:util';
import { type Figure, isFigure } from '../figures/figure.js';
import { type Display, displayChannel } from './displayChannel.js';
import { collectFigure } from './figureCollection.js';
import { isRichText } from './richText.js';
import { showFigure } from './showFigure.js';
import { isTable, tableHtml, tableText } from './tableHtml.js';

function displayOf(value: unknown): Display {
  if (isRichText(value)) return { bundle: value.bundle };
  if (isTable(value)) return { bundle: { 'text/html': tableHtml(value), 'text/plain': tableText(value) } };
  return { bundle: { 'text/plain': textOf(value) } };
}

const figureText = (figure: Figure): string => `[${figure.name}] ${figure.caption}`;

function textOf(value: unknown): string {
  if (isFigure(value)) return figureText(value);
  if (isRichText(value)) return value.bundle['text/plain'] ?? '';
  if (isTable(value)) return tableText(value);
  return typeof value === 'string' ? value : inspect(value);
}

let previous: Promise<void> = Promise.resolve();
let failure: unknown;

/**
 * Shows a figure, an arquero table, `html`, `markdown`, a `picture`, or any value as text, below the running cell;
 * outside a notebook it prints the text form. Resolves when it is shown (a figure's picture is drawn first).
 * Displays appear in the order of the calls.
 */
export function show(value: unknown): Promise<void> {
  const turn = previous.then(async () => {
    const channel = displayChannel();
    if (!channel) {
      process.stdout.write(textOf(value) + '\n');
      return;
    }
    if (isFigure(value)) {
      await showFigure(value, channel);
      await collectFigure(value);
    } else channel.display(displayOf(value));
  });
  previous = turn.catch((error: unknown) => {
    failure ??= error;
  });
  return turn;
}

/**
 * Resolves when everything passed to `show` so far is shown, so that a cell that forgot to wait still ends whole.
 * @throws the first error since the last call.
 */
export async function displaysSettled(): Promise<void> {
  await previous;
  const error = failure;
  failure = undefined;
  if (error !== undefined) throw error as Error;
}
