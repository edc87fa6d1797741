import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { dataDirectory } from '../../io/projectPaths.js';
import { told } from '../../io/told.js';
import { UserError } from '../../io/userError.js';
import { withFileLock } from '../../io/withFileLock.js';
import { writeFileAtomic } from '../../io/writeFileAtomic.js';
import { claimFault } from './claimFault.js';
import { VERDICTS, type Verdict } from './verdicts.js';

export { VERDICTS, type Verdict };

/** One claim of the paper beside what was measured here. */
export interface Claim {
  /** `<notebook>.<what>`, e.g. `tour.zero-shot-flags`. */
  readonly id: string;
  readonly notebook: string;
  /** The paper's claim, in one sentence, with its section or figure. */
  readonly claim: string;
  /** The paper's number, with its unit. */
  readonly published: string;
  /** The number measured here, with its unit. */
  readonly measured: string;
  readonly verdict: Verdict;
  /** What a reader must know to compare the two; may be empty. */
  readonly note: string;
}

/** A claim as a notebook hands it over: which notebook, its id says. */
export type MeasuredClaim = Omit<Claim, 'notebook' | 'verdict'> & {
  /** What the measurement says; undefined where only the released weights or the real datasets could say. */
  readonly holds: boolean | undefined;
};

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
 * show((await recordClaim({ id: 'tour.flags', claim: '…', published: '95 %', measured: '15 %', note: '', holds: false
 * })).measured);
 */
export async function recordClaim(said: MeasuredClaim, path: string = claimsPath()): Promise<Claim> {
  const claim = withVerdict(said);
  const fault = claimFault(claim);
  if (fault !== undefined) {
    const named = (claim as Partial<Claim> | null)?.id;
    const which = typeof named === 'string' ? `"${named}"` : 'that was handed over';
    throw new UserError(`The claim ${which} cannot be recorded, as ${fault}: complete it.`);
  }
  const { id, notebook, claim: sentence, published, measured, verdict, note } = claim;
  await withFileLock(`${path}.lock`, async () => {
    const others = (await readClaims(path, refuse)).filter((other) => other.id !== id);
    const claims = [...others, { id, notebook, claim: sentence, published, measured, verdict, note }];
    claims.sort((a, b) => (a.id < b.id ? -1 : 1));
    await writeFileAtomic(path, JSON.stringify(claims, null, 2) + '\n');
  });
  return claim;
}

/** What is no claim stays as it is, for `claimFault` to say why. */
function withVerdict(claim: MeasuredClaim): Claim {
  if (typeof claim !== 'object' || claim === null) return claim as never;
  const { holds, ...rest } = claim;
  if (!Object.hasOwn(claim, 'holds') || (holds !== undefined && typeof holds !== 'boolean'))
    throw new UserError(
      `the claim ${told(rest.id)} says of holds: ${told(holds)}, expected true, false, or undefined where it cannot be told here.`,
    );
  const verdict = holds === undefined ? 'needs the released weights' : holds ? 'holds here' : 'does not hold here';
  return { ...rest, notebook: typeof rest.id === 'string' ? rest.id.split('.')[0]! : '', verdict };
}
