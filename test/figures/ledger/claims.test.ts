import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, expect, it } from 'vitest';
import {
  claimsPath,
  readClaims,
  recordClaim,
  VERDICTS,
  type Claim,
  type Verdict,
} from '../../../lib/figures/ledger/claims.js';
import { UserError } from '../../../lib/io/userError.js';

const folder = mkdtempSync(join(tmpdir(), 'cliplab-claims-'));
const path = join(folder, 'claims.json');
beforeEach(() => rmSync(path, { force: true }));
afterAll(() => rmSync(folder, { recursive: true }));

const claim = (id: string, measured = '1 %'): Claim => ({
  id,
  notebook: 'tour',
  claim: 'It works.',
  published: '2 %',
  measured,
  verdict: 'holds here',
  note: '',
});

it('keeps claims by id whatever the order they come in, one each, the newest', async () => {
  for (const one of [claim('b'), claim('c'), claim('a'), claim('b', '9 %')]) await recordClaim(one, path);
  expect(await readClaims(path)).toEqual([claim('a'), claim('b', '9 %'), claim('c')]);
  const text = readFileSync(path, 'utf8');
  await recordClaim(claim('c'), path);
  expect(readFileSync(path, 'utf8')).toBe(text);
});

it('drops what is no part of a claim', async () => {
  await recordClaim({ ...claim('a'), extra: 1 } as Claim, path);
  expect(await readClaims(path)).toEqual([claim('a')]);
});

it('has no claims where there is no ledger', async () => {
  expect(await readClaims(path)).toEqual([]);
});

it.each(['{"id": 1}', '[{"id"', ''])('refuses the ledger %s and leaves it alone', async (text) => {
  writeFileSync(path, text);
  await expect(readClaims(path)).rejects.toThrow(UserError);
  await expect(recordClaim(claim('a'), path)).rejects.toThrow('must be a JSON array of claims: restore it');
  expect(readFileSync(path, 'utf8')).toBe(text);
});

it('refuses another verdict and writes nothing', async () => {
  const wrong = { ...claim('a'), verdict: 'holds' as Verdict };
  await expect(recordClaim(wrong, path)).rejects.toThrow('must be one of: holds here; does not hold here; needs');
  expect(existsSync(path)).toBe(false);
});

it('the committed ledger is sorted, whole, and of known verdicts', async () => {
  const claims = await readClaims();
  expect(claims.length).toBeGreaterThan(0);
  expect(claims.map(({ id }) => id)).toEqual([...new Set(claims.map(({ id }) => id))].sort());
  for (const { id, notebook, verdict, measured } of claims) {
    expect(id.startsWith(`${notebook}.`), id).toBe(true);
    expect(VERDICTS).toContain(verdict);
    if (verdict !== 'needs the released weights') expect(measured, id).toMatch(/\d/);
  }
  expect(readFileSync(claimsPath(), 'utf8')).toBe(JSON.stringify(claims, null, 2) + '\n');
});
