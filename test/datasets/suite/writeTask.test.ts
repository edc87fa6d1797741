import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { listTasks, loadTask } from '../../../lib/datasets/suite/loadTask.js';
import type { SourceImage, TaskSource } from '../../../lib/datasets/suite/taskSource.js';
import { writeTask } from '../../../lib/datasets/suite/writeTask.js';
import { writeTar } from '../../../lib/datasets/tar/writeTar.js';
import { encodePng } from '../../../lib/image/decode/encodePng.js';
import { sha256 } from '../../../lib/io/sha256.js';
import { UserError } from '../../../lib/io/userError.js';

const folder = mkdtempSync(join(tmpdir(), 'cliplab-task-'));
afterAll(() => rmSync(folder, { recursive: true }));
const at = (...path: string[]): string => join(folder, 'colors', ...path);

/** An image of one color and a darker corner, which a lossy format would blur. */
function image(key: string, label: number, color: readonly number[]): SourceImage {
  const pixels = Uint8Array.from({ length: 64 * 64 * 3 }, (_, i) => (i < 1500 ? i % 251 : color[i % 3]!));
  return { key, label, pixels };
}

const TASK: TaskSource = {
  name: 'colors',
  title: 'Colors',
  metric: 'accuracy',
  classNames: ['red', 'green', 'sky blue'],
  templates: ['{c}', 'a {c} square'],
  splits: {
    train: [image('a_red', 0, [255, 0, 0]), image('a_green', 1, [0, 255, 0]), image('a_blue', 2, [9, 9, 255])],
    validation: [image('b_green', 1, [0, 200, 0])],
    test: [image('c_blue', 2, [50, 50, 200]), image('c_red', 0, [200, 0, 0])],
  },
  standsIn: 'nothing',
  standsInTitle: 'nothing at all',
  differs: 'in all',
  notes: ['made for a test'],
  credits: [{ title: 't', author: 'a', license: 'MIT', source: 's' }],
};

beforeEach(async () => {
  await writeTask(join(folder, 'colors'), TASK, { madeFrom: ['x@1'], seed: 5 });
});

describe('a task', () => {
  it('comes back as it was written, its test split sealed', async () => {
    const task = await loadTask('colors', folder);
    expect(task).toMatchObject({ name: 'colors', classNames: TASK.classNames, templates: TASK.templates, seed: 5 });
    const splits = { train: task.train, validation: task.validation, test: task.test.open() };
    for (const [name, { images, labels, keys }] of Object.entries(splits)) {
      const source = TASK.splits[name as keyof typeof splits];
      expect(keys).toEqual(source.map(({ key }) => key));
      expect([...labels]).toEqual(source.map(({ label }) => label));
      expect(images).toMatchObject({ count: source.length, height: 64, width: 64 });
      const written = Buffer.concat(source.map(({ pixels }) => pixels));
      expect(Buffer.compare(images.pixels, written), `${name}: lossless`).toBe(0);
    }
    expect(() => task.test.open()).toThrow('The test split of colors was opened before');
  });

  it('is the same bytes each time', async () => {
    const paths = ['task.json', join('train', '0.tar'), join('test', '0.tar')].map((path) => at(path));
    const before = paths.map((path) => readFileSync(path));
    await writeTask(join(folder, 'colors'), TASK, { madeFrom: ['x@1'], seed: 5 });
    paths.forEach((path, k) => expect(Buffer.compare(readFileSync(path), before[k]!)).toBe(0));
    expect((await listTasks(undefined, folder)).map(({ name }) => name)).toEqual(['colors']);
  });

  it.each([
    ['another order', 'green\nred\nsky blue\n'],
    ['another name', 'red\ngreen\nblue\n'],
    ['a class less', 'red\ngreen\n'],
  ])('refuses class names in %s', async (_, names) => {
    writeFileSync(at('classnames.txt'), names);
    const loading = loadTask('colors', folder);
    await expect(loading).rejects.toThrow(UserError);
    await expect(loading).rejects.toThrow('is not the list that the labels of colors were written for');
  });

  it('reads class names that a Windows checkout gave other line ends', async () => {
    writeFileSync(at('classnames.txt'), 'red\r\ngreen\r\nsky blue\r\n');
    expect((await loadTask('colors', folder)).classNames).toEqual(TASK.classNames);
  });

  it.each(['train', 'validation', 'test'])(
    'refuses a %s shard with a changed byte, cut short, or gone',
    async (split) => {
      const path = at(split, '0.tar');
      const whole = readFileSync(path);
      const changed = Buffer.from(whole);
      changed[whole.length >> 1]! ^= 4;
      for (const bytes of [changed, whole.subarray(0, whole.length >> 1), Buffer.alloc(0)]) {
        writeFileSync(path, bytes);
        await expect(loadTask('colors', folder)).rejects.toThrow(
          `${path} is damaged: its hash is not that of task.json`,
        );
      }
      rmSync(path);
      await expect(loadTask('colors', folder)).rejects.toThrow(`${path} is missing`);
    },
  );

  it.each(['3', '-1', '1.5', 'red', ''])('refuses a label "%s" where there are three classes', async (label) => {
    const png = await encodePng(TASK.splits.train[0]!.pixels, 64, 64);
    const tar = writeTar([
      { name: 'x.png', data: png },
      { name: 'x.cls', data: Buffer.from(label) },
    ]);
    writeFileSync(at('train', '0.tar'), tar);
    const file = JSON.parse(readFileSync(at('task.json'), 'utf8')) as { splits: { train: object } };
    file.splits.train = { images: 1, sha256: sha256(tar) };
    writeFileSync(at('task.json'), JSON.stringify(file));
    await expect(loadTask('colors', folder)).rejects.toThrow('sample x needs an image and a label from 0 to 2');
  });

  it('says which tasks there are, and when a task.json is no JSON', async () => {
    await expect(loadTask('shapes', folder)).rejects.toThrow(
      `no task "shapes" in ${folder}; the tasks there are colors.`,
    );
    writeFileSync(at('task.json'), '{"name"');
    await expect(loadTask('colors', folder)).rejects.toThrow('task.json is not valid JSON; restore data/suite');
  });
});
