/** A notebook file (nbformat 4), as far as it matters here. Texts are strings or arrays of lines. */
export interface Notebook {
  cells: NotebookCell[];
  metadata: Record<string, unknown>;
  nbformat: number;
  nbformat_minor: number;
}

export type NotebookText = string | string[];

export interface NotebookCell {
  id?: string;
  cell_type: 'code' | 'markdown' | 'raw';
  source: NotebookText;
  metadata: Record<string, unknown>;
  outputs?: NotebookOutput[];
  execution_count?: number | null;
}

export interface NotebookOutput {
  output_type: string;
  metadata?: Record<string, unknown>;
  /** Of a stream. */
  name?: string;
  text?: NotebookText;
  data?: Record<string, unknown>;
  [field: string]: unknown;
}

export const textOf = (text: NotebookText): string => (Array.isArray(text) ? text.join('') : text);

/** The cells that run: code that is not blank. */
export const codeCells = (notebook: Notebook): NotebookCell[] =>
  notebook.cells.filter((cell) => cell.cell_type === 'code' && textOf(cell.source).trim() !== '');
