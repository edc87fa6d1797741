import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readClaims, recordClaim, type Claim } from '../../../lib/figures/ledger/claims.js';
import { asMeasured, someClaim } from './asMeasured.js';
import { startScript } from '../../io/lockProcess.js';

const claim = (id: string): Claim => someClaim(id);
const ids = Array.from({ length: 20 }, (_, k) => `tour.${String(k).padStart(2, '0')}`);

it('keeps twenty claims of one process at once', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'cliplab claims '));
  const path = join(folder, 'claims.json');
  await Promise.all(ids.map((id) => recordClaim(asMeasured(claim(id)), path)));
  expect((await readClaims(path)).map(({ id }) => id)).toEqual(ids);
  expect(readdirSync(folder)).toEqual(['claims.json']);
  rmSync(folder, { recursive: true });
});

it('keeps twenty claims of four processes at once', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'cliplab claims '));
  const path = join(folder, 'claims.json');
  const script = `
    const { recordClaim } = await lib('figures/ledger/claims.js');
    const [path, ...claims] = process.argv.slice(1);
    await Promise.all(claims.map((claim) => recordClaim(JSON.parse(claim), path)));`;
  const processes = [0, 1, 2, 3].map((part) =>
    startScript(script, [
      path,
      ...ids.filter((_, k) => k % 4 === part).map((id) => JSON.stringify(asMeasured(claim(id)))),
    ]),
  );
  for (const one of processes) expect(await one.ended, one.complaints()).toBe(0);
  expect((await readClaims(path)).map(({ id }) => id)).toEqual(ids);
  expect(readFileSync(path, 'utf8')).toBe(JSON.stringify(ids.map(claim), null, 2) + '\n');
  expect(readdirSync(folder)).toEqual(['claims.json']);
  rmSync(folder, { recursive: true });
});
