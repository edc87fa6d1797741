import { chmodSync, mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { registerEmbed } from '../../lib/cli/embed.js';
import { registerProbe, registerZeroShot } from '../../lib/cli/evaluate.js';
import { registerRun } from '../../lib/cli/run.js';
import { needs } from '../fixtures/needs.js';
import { canBeNobody, cli, folder } from './cliProcess.js';
import { commandLine } from './commandLine.js';

const line = commandLine(registerEmbed, registerProbe, registerRun, registerZeroShot);
let root: string;
let told: string;
beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'cliplab notes '));
  told = '';
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => ((told += String(text)), true));
  for (const [name, background] of Object.entries({ blue: '#00f', red: '#f00' })) {
    mkdirSync(join(root, name));
    for (let k = 0; k < 5; k++)
      await sharp({ create: { width: 16 + k, height: 16, channels: 3, background } })
        .png()
        .toFile(join(root, name, `${k}.png`));
  }
});
afterEach(() => rmSync(root, { recursive: true }));

const linux = needs(process.platform === 'linux', 'names that are not UTF-8');
const bytes = (...parts: (string | number)[]): Buffer =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.from([part]))));
const results = (): object[] => (JSON.parse(line.printed) as { results: object[] }).results;

it('zeroshot says what was passed over, and what is a class without images', linux, async () => {
  mkdirSync(bytes(join(root, 'caf'), 0xe9));
  renameSync(join(root, 'red', '4.png'), bytes(join(root, 'red', 'f'), 0xff, '0.png'));
  const outside = mkdtempSync(join(tmpdir(), 'cliplab outside '));
  symlinkSync(outside, join(root, 'etc'));
  await line.run('zeroshot', root, root, '--model', 'mini-rn', '--json');
  expect(results()[0]).toMatchObject({ classes: 3 });
  expect(told.split('\n').filter((said) => said.startsWith('cliplab: '))).toEqual([
    `cliplab: ${root}: passed over 2 whose names are not UTF-8, rename them (caf\ufffd, red/f\ufffd0.png).`,
    `cliplab: ${root}: followed links to folders outside it: etc.`,
    `cliplab: ${root} has no images of etc, whose folders count as classes all the same; remove what is none.`,
    expect.stringMatching(/^cliplab: cliplab notes .*: It has no splits of its own/),
  ]);
});

it.each([
  ['probe', ['probe'], ['--model', 'mini-rn']],
  ['run', ['run', 'few-shot', '--shots', '1', '--seeds', '1', '--model', 'mini-rn', '--data'], []],
  ['embed', ['embed', 'mini-rn'], []],
])('%s says them too', async (_, before, behind) => {
  mkdirSync(join(root, 'green'));
  await line.run(...before, root, ...behind).catch(() => undefined);
  expect(told.match(/^cliplab: .* has no images of green/gm)).toHaveLength(1);
});

it('embed gives them as JSON', async () => {
  await line.run('embed', 'mini-rn', root, '--json');
  const { embeddings } = JSON.parse(line.printed) as { embeddings: { notes: string[] }[] };
  expect(embeddings[0]!.notes.join()).toMatch('It has no splits of its own');
});

it('a task of the suite has nothing to say', async () => {
  await line.run('zeroshot', 'objects', '--model', 'mini-rn');
  expect(told).not.toMatch(/^cliplab:/m);
});

const isRoot = process.getuid?.() === 0;
const shut = needs(process.platform !== 'win32' && (canBeNobody || !isRoot), 'a user whom folders can be shut to');
it('a folder that cannot be read is no class', shut, async () => {
  chmodSync(root, 0o755);
  mkdirSync(join(root, 'shut'));
  chmodSync(join(root, 'shut'), 0);
  const words = ['zeroshot', root, '--model', 'mini-rn', '--json'];
  const { stdout, stderr } = await cli(words, { asNobody: isRoot, env: { CLIPLAB_CACHE: folder() } });
  line.printed = stdout;
  expect(results()[0]).toMatchObject({ classes: 2 });
  expect(stderr).toMatch(/^cliplab: .* passed over 1 folders that cannot be read \(shut\)\.$/m);
});

it.each(['zeroshot', 'probe'])('%s of one class is refused, with where class folders are expected', async (verb) => {
  mkdirSync(join(root, 'x', 'y'), { recursive: true });
  for (const name of ['blue', 'red']) renameSync(join(root, name), join(root, 'x', 'y', name));
  await expect(line.run(verb, root, '--model', 'mini-rn')).rejects.toThrow(
    /^cliplab notes .* has one class, "x", where two or more are told apart: .* right in its train\/ and test\/\.$/,
  );
});
