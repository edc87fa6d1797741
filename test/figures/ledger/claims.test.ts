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
import { readStatements } from '../../../lib/figures/ledger/statements.js';
import { UserError } from '../../../lib/io/userError.js';
import { asMeasured, someClaim } from './asMeasured.js';

const folder = mkdtempSync(join(tmpdir(), 'cliplab-claims-'));
const path = join(folder, 'claims.json');
beforeEach(() => rmSync(path, { force: true }));
afterAll(() => rmSync(folder, { recursive: true }));

const claim = (id: string, measured = '1 %'): Claim => someClaim(id, { measured });

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

it.each(VERDICTS)('has the verdict "%s"', async (verdict) => {
  await recordClaim({ ...asMeasured(claim('tour.a')), verdict }, path);
  expect(await readClaims(path)).toEqual([{ ...claim('tour.a'), verdict }]);
});

it('takes from the statements what the paper says, and a note from nowhere', async () => {
  const id = 'prompts.together';
  const recorded = await recordClaim({ id, measured: '+1.0 points', verdict: 'cannot tell here' }, path);
  const stated = (await readStatements()).find((one) => one.id === id);
  expect(recorded).toEqual({
    ...{ ...stated, notebook: 'prompts', measured: '+1.0 points', verdict: 'cannot tell here', note: '' },
  });
  expect(await readClaims(path)).toEqual([recorded]);
});

it('refuses what has no verdict, or none of the four, and a claim that nothing is stated of, and writes nothing', async () => {
  const whole = asMeasured(claim('tour.a'));
  for (const verdict of ['maybe', true, undefined, null])
    await expect(recordClaim({ ...whole, verdict } as MeasuredClaim, path)).rejects.toThrow('its verdict');
  const bare = { id: 'mine.own', measured: '1 %', verdict: 'holds here' } as const;
  await expect(recordClaim(bare, path)).rejects.toThrow('"mine.own" cannot be recorded, as its claim is no text');
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
