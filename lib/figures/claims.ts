import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { dataDirectory } from '../io/projectPaths.js';
import { UserError } from '../io/userError.js';
import { withFileLock } from '../io/withFileLock.js';
import { writeFileAtomic } from '../io/writeFileAtomic.js';

/** What a measurement says of a claim. */
export const VERDICTS = ['holds here', 'does not hold here', 'needs the released weights'] as const;
export type Verdict = (typeof VERDICTS)[number];

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

/** The ledger: `data/paper/claims.json`. */
export const claimsPath = (): string => join(dataDirectory(), 'paper', 'claims.json');

/**
 * Every claim recorded so far, by id.
 * @throws UserError when the file is not a ledger.
 */
export async function readClaims(path: string = claimsPath()): Promise<Claim[]> {
  if (!existsSync(path)) return [];
  const text = await readFile(path, 'utf8');
  try {
    const claims: unknown = JSON.parse(text);
    if (Array.isArray(claims)) return claims as Claim[];
  } catch {
    // said below
  }
  throw new UserError(`${path} must be a JSON array of claims: restore it, or delete it and run the notebooks again.`);
}

/**
 * Writes a claim to the ledger, replacing the one of the same id. The file is sorted, so that it changes only where a
 * measurement did. Claims of several processes at once are all kept.
 * @throws UserError for a verdict that is not one of the three.
 */
export async function recordClaim(claim: Claim, path: string = claimsPath()): Promise<void> {
  if (!VERDICTS.includes(claim.verdict)) {
    throw new UserError(
      `The verdict of "${claim.id}" must be one of: ${VERDICTS.join('; ')}; found "${String(claim.verdict)}".`,
    );
  }
  const { id, notebook, claim: sentence, published, measured, verdict, note } = claim;
  await withFileLock(`${path}.lock`, async () => {
    const others = (await readClaims(path)).filter((other) => other.id !== id);
    const claims = [...others, { id, notebook, claim: sentence, published, measured, verdict, note }];
    claims.sort((a, b) => (a.id < b.id ? -1 : 1));
    await writeFileAtomic(path, JSON.stringify(claims, null, 2) + '\n');
  });
}
