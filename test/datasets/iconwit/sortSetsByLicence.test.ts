import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { sortSetsByLicence } from '../../../lib/datasets/iconwit/sortSetsByLicence.js';
import { UserError } from '../../../lib/io/userError.js';
import { writeTinyCollection } from './tinyCollection.js';

const folder = mkdtempSync(join(tmpdir(), 'cliplab-licences-'));
const modules = writeTinyCollection(folder);
afterAll(() => rmSync(folder, { recursive: true }));

it('keeps the sets with a free licence and says what it drops', async () => {
  expect(await sortSetsByLicence(modules)).toEqual({
    kept: ['alpha', 'beta', 'iconoir', 'noto'],
    dropped: [{ prefix: 'gamma', title: 'The gamma set', licence: 'GPL-3.0', icons: 1 }],
  });
});

it('looks only at the sets asked for', async () => {
  expect(await sortSetsByLicence(modules, ['noto', 'alpha'])).toEqual({ kept: ['alpha', 'noto'], dropped: [] });
});

it('names a set that is not there, and some that are', async () => {
  const asked = sortSetsByLicence(modules, ['alpha', 'omega']);
  await expect(asked).rejects.toThrow(UserError);
  await expect(asked).rejects.toThrow('there is no icon set "omega"; the sets are alpha, beta');
});
