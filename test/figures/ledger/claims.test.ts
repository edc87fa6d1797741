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
  type MeasuredClaim,
} from '../../../lib/figures/ledger/claims.js';
import { UserError } from '../../../lib/io/userError.js';
import { asMeasured } from './asMeasured.js';

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
  const some = [claim('tour.b'), claim('tour.c'), claim('tour.a'), claim('tour.b', '9 %')];
  for (const one of some) expect(await recordClaim(asMeasured(one), path)).toEqual(one);
  expect(await readClaims(path)).toEqual([claim('tour.a'), claim('tour.b', '9 %'), claim('tour.c')]);
  const text = readFileSync(path, 'utf8');
  await recordClaim(asMeasured(claim('tour.c')), path);
  expect(readFileSync(path, 'utf8')).toBe(text);
});

it('drops what is no part of a claim', async () => {
  await recordClaim({ ...asMeasured(claim('tour.a')), extra: 1 } as MeasuredClaim, path);
  expect(await readClaims(path)).toEqual([claim('tour.a')]);
});

it('has no claims where there is no ledger', async () => {
  expect(await readClaims(path)).toEqual([]);
});

it.each(['{"id": 1}', '[{"id"', ''])('refuses the ledger %s and leaves it alone', async (text) => {
  writeFileSync(path, text);
  await expect(readClaims(path)).rejects.toThrow(UserError);
  await expect(recordClaim(asMeasured(claim('tour.a')), path)).rejects.toThrow(
    'must be a JSON array of claims: restore it',
  );
  expect(readFileSync(path, 'utf8')).toBe(text);
});

it.each([
  [true, 'holds here'],
  [false, 'does not hold here'],
  [undefined, 'needs the released weights'],
] as const)('holds: %s is the verdict "%s"', async (holds, verdict) => {
  await recordClaim({ ...asMeasured(claim('tour.a')), holds }, path);
  expect(await readClaims(path)).toEqual([{ ...claim('tour.a'), verdict }]);
});

it('refuses what says not whether it holds, and writes nothing', async () => {
  const { id, claim: sentence, published, measured, note } = asMeasured(claim('tour.a'));
  const without = { id, claim: sentence, published, measured, note };
  for (const wrong of [
    without,
    { ...without, holds: 'yes' },
    { ...without, holds: null },
    { ...without, verdict: 'holds here' },
  ])
    await expect(recordClaim(wrong as MeasuredClaim, path)).rejects.toThrow('expected true, false, or undefined');
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
