import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readClaims } from '../../../lib/figures/ledger/claims.js';
import { notebookOf, readStatements, statementsOf } from '../../../lib/figures/ledger/statements.js';
import { projectRoot } from '../../../lib/io/projectPaths.js';

const statements = await readStatements();
const ids = statements.map(({ id }) => id);

it('has each claim of the paper once, by id, with its words, its place and the rule of its verdict', () => {
  expect(ids).toEqual([...new Set(ids)].sort());
  for (const { id, ...texts } of statements)
    for (const [key, text] of Object.entries(texts))
      expect(text.trim().length, `${id} ${key}`).toBeGreaterThanOrEqual(5);
});

it('has a rule for every claim of the protocol that was written before the measurement', () => {
  const protocol = readFileSync(join(projectRoot(), 'data', 'suite', 'PROTOCOL.md'), 'utf8');
  const asked = [...protocol.matchAll(/^\| `([a-z-]+\.[a-z-]+)` \|/gm)].map(([, id]) => id!);
  expect(asked.length).toBeGreaterThan(30);
  expect(ids).toEqual(expect.arrayContaining(asked));
});

it('is what the ledger has measured, no more and no less, word for word', async () => {
  const claims = await readClaims();
  expect(claims.map(({ id }) => id)).toEqual(ids);
  for (const [k, { claim, source, quote, published, holdsWhen }] of claims.entries())
    expect({ id: ids[k], claim, source, quote, published, holdsWhen }).toEqual(statements[k]);
});

it('gives a notebook its own', async () => {
  const own = await statementsOf('few-shot');
  expect(own.array('id')).toEqual(ids.filter((id) => notebookOf(id) === 'few-shot'));
  await expect(statementsOf('few-shots')).rejects.toThrow('no claim is asked about in the notebook "few-shots"');
});
