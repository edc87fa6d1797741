import { type Figure, isFigure } from '../figures/figure.js';
import { type DisplayChannel, displayChannel, type MimeBundle } from './displayChannel.js';
import { escapeHtml } from './escapeHtml.js';
import { collectFigure } from './figureCollection.js';
import { holdsSafely, inspectSafely, shortened } from './inspectSafely.js';
import { isRichText } from './richText.js';
import { figureBundle, showFigure } from './showFigure.js';
import { isTable, tableHtml, tableText } from './tableHtml.js';
import { isPanel } from './widgets/panel.js';
import { isWidget, widgetBundle } from './widgets/widget.js';

const figureText = (figure: Figure): string => `[${figure.name}] ${figure.caption}`;

function textOf(value: unknown): string {
  if (holdsSafely(isFigure, value)) return figureText(value);
  if (holdsSafely(isRichText, value)) return value.bundle['text/plain'] ?? '';
  if (holdsSafely(isTable, value)) return tableText(value);
  return typeof value === 'string' ? shortened(value) : inspectSafely(value);
}

/** A value in the MIME types in which it can be shown at once, without drawing an image. */
export function bundleOf(value: unknown): MimeBundle {
  if (holdsSafely(isFigure, value)) return figureBundle(value);
  if (holdsSafely(isRichText, value)) return value.bundle;
  if (holdsSafely(isTable, value)) return { 'text/html': tableHtml(value), 'text/plain': tableText(value) };
  if (holdsSafely(isWidget, value))
    return { ...widgetBundle(value), 'text/plain': 'A widget: run this cell to bring it to life.' };
  if (isProse(value)) return { 'text/html': `<p>${escapeHtml(value)}</p>`, 'text/plain': value };
  return { 'text/plain': textOf(value) };
}

const MAX_PROSE = 100_000;

/**
 * A sentence or more, which notebooks would break in the middle of words as plain text. What is aligned by spaces or
 * lines stays as it is.
 */
const isProse = (value: unknown): value is string =>
  typeof value === 'string' && value.length < MAX_PROSE && /\S/.test(value) && !/\n| {2}|\t/.test(value);

/** Shows one value on a channel, a figure with its image; with a `displayId`, so that it can be replaced. */
export async function displayValue(
  value: unknown,
  channel: DisplayChannel,
  place?: { displayId: string; update: boolean },
): Promise<void> {
  if (holdsSafely(isFigure, value)) await showFigure(value, channel, place);
  else channel.display({ bundle: bundleOf(value), ...place });
}

let previous: Promise<void> = Promise.resolve();
let failure: unknown;

/** Does a display's work after those before it; what fails also fails the cell, should nobody wait for it. */
export function inDisplayOrder(work: () => void | Promise<void>): Promise<void> {
  const turn = previous.then(work);
  previous = turn.catch((error: unknown) => {
    failure ??= error;
  });
  return turn;
}

/**
 * Shows a figure, an arquero table, `html`, `markdown`, a `image`, a widget, or any value as text, below the running
 * cell; outside a notebook it prints the text form. Resolves when it is shown (a figure's image is drawn first).
 * Displays appear in the order of the calls.
 * @example
 * show(await publishedTable('zero_shot')); // a list, as text
 * show(from(await publishedTable('zero_shot'))); // a table
 */
export function show(value: unknown): Promise<void> {
  return showAt(value);
}

/** As `show`, in place of what is shown at `place` where one is given. */
export function showAt(value: unknown, place?: { displayId: string; update: boolean }): Promise<void> {
  const channel = displayChannel();
  return inDisplayOrder(async () => {
    if (holdsSafely(isPanel, value)) return; // it showed itself
    if (!channel) {
      process.stdout.write(textOf(value) + '\n');
      return;
    }
    await displayValue(value, channel, place);
    if (holdsSafely(isFigure, value)) await collectFigure(value);
  });
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
