import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { registerClassify } from '../../lib/cli/classify.js';
import type { LabelProbability } from '../../lib/apps/classify/classify.js';
import { UserError } from '../../lib/io/userError.js';
import { commandLine } from './commandLine.js';

const UMBRELLA = '.github/images/umbrella.png';
const line = commandLine(registerClassify);

/** What a list on standard input says. */
function typed(text: string): void {
  const stream = new PassThrough();
  stream.end(text);
  vi.spyOn(process, 'stdin', 'get').mockReturnValue(stream as never);
}

afterEach(() => vi.restoreAllMocks());

describe('classify', () => {
  it('prints a line an image, the most likely label first', async () => {
    await line.run('classify', UMBRELLA, 'mushroom', 'umbrella', '--model', 'mini-rn');
    expect(line.printed).toMatch(/^\.github\/images\/umbrella\.png: umbrella \d\d\.\d %, mushroom \d+\.\d %\n$/);
  });

  it('takes a list of images and prints JSON', async () => {
    typed(`${UMBRELLA}\r\n\n${UMBRELLA}\n`);
    await line.run('classify', '-', 'mushroom', 'umbrella', '--model', 'mini-rn', '--json');
    const { model, rows } = JSON.parse(line.printed) as { model: string; rows: LabelProbability[] };
    expect(model).toBe('mini-rn');
    expect(rows.map(({ image, label }) => `${image} ${label}`)).toEqual(
      [UMBRELLA, UMBRELLA].flatMap((image) => [`${image} umbrella`, `${image} mushroom`]),
    );
    expect(rows[0]!.probability + rows[1]!.probability).toBeCloseTo(1, 6);
  });

  it('says what it passes over in a folder', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'cliplab classify '));
    copyFileSync(UMBRELLA, join(folder, 'a.png'));
    writeFileSync(join(folder, 'phone.heic'), '');
    const told = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    await line.run('classify', folder, 'mushroom', 'umbrella', '--model', 'mini-rn');
    rmSync(folder, { recursive: true });
    expect(told).toHaveBeenCalledWith(`cliplab: ${folder}: passed over 1 files of other kinds (phone.heic).\n`);
  });

  it('puts labels into sentences', async () => {
    const sentences = ['--templates', 'a photo of a {c}.', '--templates', 'a drawing of a {c}.'];
    await line.run('classify', UMBRELLA, 'mushroom', 'umbrella', '--model', 'mini-rn');
    const alone = line.printed;
    line.printed = '';
    await line.run('classify', UMBRELLA, 'mushroom', 'umbrella', '--model', 'mini-rn', ...sentences);
    expect(line.printed).toContain('umbrella');
    expect(line.printed).not.toBe(alone);
  });

  it.each([
    ['an image without labels', [UMBRELLA], 'no labels to choose from'],
    ['images alone', [UMBRELLA, '.github/images'], 'no labels to choose from'],
    ['a path where nothing is', ['none.jpg', 'cat'], 'none.jpg cannot be read: it is not there'],
    ['a mistyped image as a label', [UMBRELLA, 'umbrela.png', 'cat'], 'umbrela.png is not there'],
  ])('refuses %s', async (_, words, said) => {
    const refusal: unknown = await line.run('classify', ...words).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(UserError);
    expect((refusal as Error).message).toContain(said);
  });

  it('refuses an empty list', async () => {
    typed('\n');
    await expect(line.run('classify', '-', 'cat')).rejects.toThrow('names no images');
  });
});
