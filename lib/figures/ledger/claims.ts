import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { dataDirectory } from '../../io/projectPaths.js';
import { UserError } from '../../io/userError.js';
import { withFileLock } from '../../io/withFileLock.js';
import { writeFileAtomic } from '../../io/writeFileAtomic.js';
import { claimFault } from './claimFault.js';
import { notebookOf, readStatements, type Statement } from './statements.js';
import { VERDICTS, type Verdict } from './verdicts.js';

export { VERDICTS, type Verdict };

/** One claim of the paper beside what was measured here. */
export interface Claim extends Statement {
  readonly notebook: string;
  /** The number measured here, with its unit. */
  readonly measured: string;
  readonly verdict: Verdict;
  /** What a reader must know to compare the two; may be empty. */
  readonly note: string;
}

/**
 * A claim as a notebook hands it over: which notebook, its id says. What `data/paper/statements.json` says of that id
 * is taken from there; a claim of your own brings it along.
 */
export type MeasuredClaim = Pick<Claim, 'id' | 'measured' | 'verdict'> & Partial<Omit<Claim, 'notebook'>>;

/** The ledger: `data/paper/claims.json`. */
export const claimsPath = (): string => join(dataDirectory(), 'paper', 'claims.json');

/** Names an entry that is no claim. */
type OnFault = (sentence: string) => void;

const passOver: OnFault = (sentence) => {
  process.stderr.write(`cliplab: ${sentence} and is passed over.\n`);
};

const refuse: OnFault = (sentence) => {
  throw new UserError(`${sentence}: mend or delete it, then record the claim again.`);
};

/**
 * Every claim recorded so far, by id. What is no claim is named on standard error and passed over.
 * @param onFault what is done about an entry that is no claim
 * @throws UserError when the file is not a ledger.
 */
export async function readClaims(path: string = claimsPath(), onFault: OnFault = passOver): Promise<Claim[]> {
  if (!existsSync(path)) return [];
  const text = await readFile(path, 'utf8');
  let entries: unknown;
  try {
    entries = JSON.parse(text);
  } catch {
    // said below
  }
  if (Array.isArray(entries)) {
    return entries.filter((entry: unknown, k): entry is Claim => {
      const fault = claimFault(entry);
      if (fault !== undefined) onFault(`entry ${k + 1} of ${path} is no claim (${fault})`);
      return fault === undefined;
    });
  }
  throw new UserError(`${path} must be a JSON array of claims: restore it, or delete it and run the notebooks again.`);
}

/**
 * Writes a claim to the ledger, replacing the one of the same id. The file is sorted, so that it changes only where a
 * measurement did. Claims of several processes at once are all kept.
 * @returns the claim as it stands in the ledger
 * @throws UserError for a claim that is none, and where the ledger has entries that are none.
 * @example
 * const verdict = judge({ low: 0.12, high: 0.18 }, { above: 0.9 });
 * const paper = { claim: 'Flags are easy.', source: 'mine', quote: '', published: '95 %', holdsWhen: 'above 90 %' };
 * show((await recordClaim({ id: 'mine.flags', ...paper, measured: '15 %', verdict })).verdict);
 */
export async function recordClaim(said: MeasuredClaim, path: string = claimsPath()): Promise<Claim> {
  const claim = await whole(said);
  const fault = claimFault(claim);
  if (fault !== undefined) {
    const named = (claim as Partial<Claim> | null)?.id;
    const which = typeof named === 'string' ? `"${named}"` : 'that was handed over';
    throw new UserError(`The claim ${which} cannot be recorded, as ${fault}: complete it.`);
  }
  await withFileLock(`${path}.lock`, async () => {
    const others = (await readClaims(path, refuse)).filter((other) => other.id !== claim.id);
    const claims = [...others, claim];
    claims.sort((a, b) => (a.id < b.id ? -1 : 1));
    await writeFileAtomic(path, JSON.stringify(claims, null, 2) + '\n');
  });
  return claim;
}

/** With what the statements say, and nothing that is no part of a claim. What is no claim is left to `claimFault`. */
async function whole(said: MeasuredClaim): Promise<Claim> {
  if (typeof said !== 'object' || said === null) return said as never;
  const stated = (await readStatements()).find(({ id }) => id === said.id);
  const { id, claim, source, quote, published, holdsWhen, measured, verdict, note = '' } = { ...stated, ...said };
  const notebook = typeof id === 'string' ? notebookOf(id) : '';
  return { id, notebook, claim, source, quote, published, holdsWhen, measured, verdict, note } as Claim;
}
