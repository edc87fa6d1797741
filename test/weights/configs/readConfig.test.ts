import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { modelConfig } from '../../../lib/train/recipe.js';
import { MINI_RN } from '../../../lib/train/miniRn.js';
import { readConfig } from '../../../lib/weights/configs/readConfig.js';

const path = join(await mkdtemp(join(tmpdir(), 'cliplab config ')), 'config.json');
const sound = modelConfig(MINI_RN, 4610);

it('reads what saveModel writes', async () => {
  await writeFile(path, JSON.stringify(sound));
  expect(await readConfig(path)).toEqual(sound);
});

it('names every wrong, missing and unknown field at once', async () => {
  await writeFile(path, JSON.stringify({ ...sound, embedDim: -1, std: undefined, color: 'red' }));
  const error = await readConfig(path).catch((e: Error) => e.message);
  expect(error).toContain('embedDim is -1, expected a positive whole number');
  expect(error).toContain('std is missing, expected three numbers');
  expect(error).toContain('color is not a field');
});

it('says so when it is not JSON', async () => {
  await writeFile(path, '{');
  await expect(readConfig(path)).rejects.toThrow(/is no JSON/);
});
