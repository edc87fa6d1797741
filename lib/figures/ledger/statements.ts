import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { from, type ColumnTable } from 'arquero';
import { dataDirectory } from '../../io/projectPaths.js';
import { told } from '../../io/told.js';
import { UserError } from '../../io/userError.js';

/** What the paper claims, and what would count as holding, both written before anything was measured. */
export interface Statement {
  /** `<notebook>.<what>`, e.g. `tour.zero-shot-transfers`. */
  readonly id: string;
  /** The claim, in one sentence. */
  readonly claim: string;
  /** Where the paper has it, e.g. `sec 3.1.4, Figure 4`. */
  readonly source: string;
  /** The paper's own words. */
  readonly quote: string;
  /** The paper's number, with its unit. */
  readonly published: string;
  /** The rule of the verdict. */
  readonly holdsWhen: string;
}

/** Every statement of the paper that a notebook measures: `data/paper/statements.json`, by id. */
export async function readStatements(): Promise<Statement[]> {
  return JSON.parse(await readFile(join(dataDirectory(), 'paper', 'statements.json'), 'utf8')) as Statement[];
}

/**
 * What a notebook is going to ask: a row a claim, with the paper's words and the rule by which it will be judged.
 * @param notebook e.g. `few-shot`
 * @throws UserError for a notebook without claims, listing those that have some
 * @example
 * show((await statementsOf('few-shot')).select('claim', 'quote', 'source', 'holdsWhen'));
 */
export async function statementsOf(notebook: string): Promise<ColumnTable> {
  const all = await readStatements();
  const own = all.filter(({ id }) => notebookOf(id) === notebook);
  if (own.length > 0) return from(own);
  const names = [...new Set(all.map(({ id }) => notebookOf(id)))];
  throw new UserError(`no claim is asked about in the notebook ${told(notebook)}: give one of ${names.join(', ')}.`);
}

/** The notebook that an id names. */
export const notebookOf = (id: string): string => id.split('.')[0]!;
