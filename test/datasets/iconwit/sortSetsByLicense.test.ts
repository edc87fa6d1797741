import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { sortSetsByLicense } from '../../../lib/datasets/iconwit/sortSetsByLicense.js';
import { UserError } from '../../../lib/io/userError.js';
import { writeTinyCollection } from './tinyCollection.js';

const folder = mkdtempSync(join(tmpdir(), 'cliplab-licenses-'));
const modules = writeTinyCollection(folder);
afterAll(() => rmSync(folder, { recursive: true }));

it('keeps the sets with a free license and says what it drops', async () => {
  expect(await sortSetsByLicense(modules)).toEqual({
    kept: ['alpha', 'beta', 'iconoir', 'noto'],
    dropped: [{ prefix: 'gamma', title: 'The gamma set', license: 'GPL-3.0', icons: 1 }],
  });
});

it('looks only at the sets asked for', async () => {
  expect(await sortSetsByLicense(modules, ['noto', 'alpha'])).toEqual({ kept: ['alpha', 'noto'], dropped: [] });
});

it('names a set that is not there, and some that are', async () => {
  const asked = sortSetsByLicense(modules, ['alpha', 'omega']);
  await expect(asked).rejects.toThrow(UserError);
  await expect(asked).rejects.toThrow('there is no icon set "omega"; the sets are alpha, beta');
});
