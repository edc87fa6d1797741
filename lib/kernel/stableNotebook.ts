import type { Notebook, NotebookCell, NotebookOutput } from './notebook.js';

/** Displays that are news, not results (see progressDisplay). */
const isProgress = (output: NotebookOutput): boolean =>
  (output.metadata?.['cliplab'] as { progress?: boolean } | undefined)?.progress === true;

const WIDGET_VIEW = 'application/vnd.jupyter.widget-view+json';

/** Without its kernel a live widget is nothing, and its name is random; what is shown beside it for that case stays. */
function withoutWidget(output: NotebookOutput): NotebookOutput[] {
  if (output.data?.[WIDGET_VIEW] === undefined) return [output];
  const data = { ...output.data };
  delete data[WIDGET_VIEW];
  return Object.keys(data).length > 0 ? [{ ...output, data }] : [];
}

/** Paths of this checkout, which differ from machine to machine, become relative to it. */
function withoutRoot(value: unknown, root: string): unknown {
  if (typeof value === 'string') return value.replaceAll(root + '/', '').replaceAll(root, '.');
  return Array.isArray(value) ? value.map((item) => withoutRoot(item, root)) : value;
}

function stableOutput(output: NotebookOutput, root: string): NotebookOutput {
  const stable: NotebookOutput = { ...output };
  delete stable['transient'];
  if (stable.text !== undefined) stable.text = withoutRoot(stable.text, root) as string[];
  if (stable.data?.['text/plain'] !== undefined) {
    stable.data = { ...stable.data, 'text/plain': withoutRoot(stable.data['text/plain'], root) };
  }
  return stable;
}

function stableCell(cell: NotebookCell, original: NotebookCell | undefined, place: number, root: string): NotebookCell {
  const metadata = { ...cell.metadata };
  for (const trace of ['execution', 'ExecuteTime', 'collapsed']) delete metadata[trace];
  // An old notebook without ids is given random ones on reading.
  const stable: NotebookCell = { ...cell, id: original?.id ?? `cell-${place}`, metadata };
  if (cell.outputs) {
    const results = cell.outputs.filter((output) => !isProgress(output)).flatMap(withoutWidget);
    stable.outputs = results.map((output) => stableOutput(output, root));
  }
  return stable;
}

/**
 * An executed notebook without what differs from run to run: times, generated ids, live widgets, progress, machine
 * paths.
 * @param original the notebook before it ran, which keeps its ids.
 * @param root the checkout's folder, absolute.
 */
export function stableNotebook(executed: Notebook, original: Notebook, root: string): Notebook {
  const metadata = { ...executed.metadata };
  delete metadata['widgets']; // the state of live widgets, under random names
  return {
    ...executed,
    cells: executed.cells.map((cell, place) => stableCell(cell, original.cells[place], place, root)),
    metadata,
  };
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner)]));
}

/** The file as Jupyter itself writes it, so that saving it there changes nothing. */
export const notebookText = (notebook: Notebook): string => JSON.stringify(sorted(notebook), null, 1) + '\n';
