import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { readDraw } from '../../lib/datasets/draws/drawShots.js';
import { readLayout } from '../../lib/datasets/layouts/readLayout.js';
import { loadVocabulary } from '../../lib/text/vocabularyFiles.js';
import { localModelFiles } from '../../lib/weights/modelFiles.js';
import { openModel } from '../../lib/weights/openModel.js';
import { openStoredTensors } from '../../lib/weights/openStoredTensors.js';
import { needs } from '../fixtures/needs.js';

/** A file of someone else's may be a pipe, which never begins, or a link to a device, which never ends. */
const isPosix = process.platform !== 'win32';
const KINDS = {
  'a pipe': (path: string): unknown => execFileSync('mkfifo', [path]),
  'a device': (path: string): unknown => symlinkSync('/dev/zero', path),
};

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'cliplab no file '));
  vi.stubEnv('CLIPLAB_CACHE', join(root, 'cache'));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(root, { recursive: true });
});

const model = new URL('../fixtures/models/hf_gelu_tiny', import.meta.url);

describe.each(Object.entries(KINDS))('%s', (_, make) => {
  const put = (name: string): string => {
    rmSync(join(root, name), { force: true });
    make(join(root, name));
    return join(root, name);
  };
  const refusal = /is (not a file|a device, a pipe or a socket)|it is not a file/;

  it.each(['weights.safetensors', 'weights.pt', 'weights.bin', 'model.safetensors.index.json'])(
    'in place of %s',
    needs(isPosix, 'mkfifo'),
    (name) => {
      expect(() => openStoredTensors(put(name))).toThrow(refusal);
    },
  );

  it.each(['config.json', 'model.safetensors'])('in place of a %s', needs(isPosix, 'mkfifo'), async (name) => {
    cpSync(model, root, { recursive: true });
    put(name);
    await expect((async () => openModel(localModelFiles(root)))()).rejects.toThrow(refusal);
  });

  it.each(['merges.txt', 'tokenizer.json'])('in place of %s', needs(isPosix, 'mkfifo'), async (name) => {
    writeFileSync(join(root, 'vocab.json'), '{}');
    put(name);
    await expect(loadVocabulary(root)).rejects.toThrow(refusal);
  });

  it('in place of a draw', needs(isPosix, 'mkfifo'), async () => {
    const train = { keys: [], labels: new Int32Array() };
    await expect(readDraw(put('draw.json'), { classNames: [], train })).rejects.toThrow(refusal);
  });

  it('in place of an image that a list names', needs(isPosix, 'mkfifo'), async () => {
    for (const folder of ['images', 'annotations']) mkdirSync(join(root, folder));
    for (const list of ['trainval.txt', 'test.txt'])
      writeFileSync(join(root, 'annotations', list), 'Abyssinian_1 1 1 1\n');
    put('images/Abyssinian_1.jpg');
    await expect(readLayout(root)).rejects.toThrow(refusal);
  });
});
