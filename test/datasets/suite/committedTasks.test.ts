import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { HELD_OUT_SETS } from '../../../lib/datasets/iconwit/heldOutSets.js';
import { licenseFamily } from '../../../lib/datasets/iconwit/licenses.js';
import { pixelHash } from '../../../lib/datasets/iconwit/renderIcon.js';
import { publishedTable } from '../../../lib/datasets/publishedTable.js';
import { readImageHashes } from '../../../lib/datasets/iconwit/trainingImages.js';
import { listTasks, loadTask, type Split, type Task } from '../../../lib/datasets/suite/loadTask.js';
import { TASK_MAKERS } from '../../../lib/datasets/suite/taskMakers.js';
import { dataDirectory } from '../../../lib/io/projectPaths.js';

const folder = join(dataDirectory(), 'suite');
const files = await listTasks();
const inTraining = await readImageHashes(join(dataDirectory(), 'iconwit', 'training-images.bin'));

function hashes({ images }: Split): string[] {
  const stride = images.height * images.width * 3;
  return Array.from({ length: images.count }, (_, k) =>
    pixelHash(images.pixels.subarray(k * stride, (k + 1) * stride)),
  );
}

it('the suite holds every task that can be built, with all kinds of metric, in 45 MB', () => {
  expect(files.map(({ name }) => name)).toEqual(Object.keys(TASK_MAKERS).sort());
  expect(files.length).toBeGreaterThanOrEqual(12);
  expect(new Set(files.map(({ metric }) => metric))).toEqual(
    new Set(['accuracy', 'meanPerClass', 'rocAuc', 'elevenPointMap']),
  );
  const entries = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const bytes = entries.reduce((sum, entry) => sum + statSync(join(folder, entry)).size, 0);
  expect(bytes).toBeLessThan(45e6);
});

describe.each(files)('$name', (file) => {
  let task: Task;
  let parts: Record<'train' | 'validation' | 'test', Split>;

  beforeAll(async () => {
    task = await loadTask(file.name);
    parts = { train: task.train, validation: task.validation, test: task.test.open() };
  });

  it('has the images it says, with labels among its classes, and tests every class', () => {
    for (const [name, part] of Object.entries(parts)) {
      expect(part.images.count).toBe(file.splits[name as keyof typeof parts].images);
      expect(part.images.count).toBeGreaterThan(0);
      expect(part.labels.every((label) => label >= 0 && label < file.classes)).toBe(true);
    }
    const tested = parts.test.labelSets
      ? Array.from({ length: file.classes }, (_, k) => k).filter((k) =>
          parts.test.labelSets!.some((present, at) => present === 1 && at % file.classes === k),
        )
      : [...new Set(parts.test.labels)].sort((a, b) => a - b);
    expect(tested).toEqual(Array.from({ length: file.classes }, (_, k) => k));
    expect(new Set(task.classNames).size).toBe(file.classes);
    expect(task.templates[0]).toBe('{c}');
    if (file.coarse) {
      expect(file.coarse.of.length).toBe(file.classes);
      expect(new Set(file.coarse.of).size).toBe(file.coarse.names.length);
    }
  });

  it('shows no image in two parts, and none under two keys in its test part', () => {
    const test = hashes(parts.test);
    const validation = hashes(parts.validation);
    expect(new Set(test).size).toBe(test.length);
    expect(validation.filter((hash) => test.includes(hash))).toEqual([]);
    expect(hashes(parts.train).filter((hash) => test.includes(hash) || validation.includes(hash))).toEqual([]);
    const keys = Object.values(parts).flatMap((part) => part.keys);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('shows nothing that IconWIT trains on', () => {
    const seen = Object.values(parts).flatMap((part) => hashes(part).filter((hash) => inTraining(hash)));
    expect(seen).toEqual([]);
  });

  it('takes icons from held-out sets only, under the licenses that are kept', () => {
    const prefixes = new Set(HELD_OUT_SETS.map(({ prefix }) => prefix));
    const sources = Object.values(parts).flatMap((part) => part.keys.map((key) => /^([a-z0-9-]+)_/.exec(key)?.[1]));
    const composed =
      /^(scenes|counting|distance|captioned-pictures|rendered-words|digits|textures|tissue|photographs|clipart-kinds)$/.test(
        file.name,
      );
    if (!composed) for (const source of new Set(sources)) expect(prefixes).toContain(source);
    const kept = (license: string): boolean =>
      licenseFamily(license) !== undefined || ['GPL-2.0-or-later', 'CC-PDDC'].includes(license);
    for (const { license } of file.credits) expect(kept(license), license).toBe(true);
  });
});

it('every task stands in for a dataset that data/paper knows, and calls it by one of its names', async () => {
  const known = (await publishedTable('datasets')).map(({ dataset }) => dataset);
  for (const { name, standsIn, standsInTitle } of files) {
    expect(known, name).toContain(standsIn);
    const plain = (words: string): string => words.toLowerCase().replace(/[^a-z0-9]/g, '');
    const row = (await publishedTable('datasets')).find(({ dataset }) => dataset === standsIn)!;
    const names = [row.dataset, row.short_name, row.paper_name].map(plain);
    expect(
      names.some((own) => own.startsWith(plain(standsInTitle))),
      `${name}: ${standsInTitle}`,
    ).toBe(true);
  }
});
