import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fromCSV } from 'arquero';
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { eachCaption, type CaptionedImages } from '../../../lib/datasets/captions/captionedImages.js';
import { loadCaptionedImages } from '../../../lib/datasets/captions/loadCaptionedImages.js';
import { artistHalf } from '../../../lib/datasets/debian/artists.js';
import { writeTar, type TarFile } from '../../../lib/datasets/tar/writeTar.js';
import { dataDirectory } from '../../../lib/io/projectPaths.js';
import { UserError } from '../../../lib/io/userError.js';
import { startHub, type HubServer } from '../../fixtures/hubServer.js';

let root: string;
const images: Buffer[] = [];
beforeAll(async () => {
  for (const background of ['#f00', '#0f0', '#00f'])
    images.push(
      await sharp({ create: { width: 8, height: 8, channels: 3, background } })
        .png()
        .toBuffer(),
    );
});
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'cliplab captions '));
  vi.stubEnv('CLIPLAB_CACHE', mkdtempSync(join(tmpdir(), 'cliplab cache ')));
  return () => vi.unstubAllEnvs();
});

function put(name: string, data: string | Uint8Array): void {
  mkdirSync(dirname(join(root, name)), { recursive: true });
  writeFileSync(join(root, name), data);
}
const file = (name: string, data: string | Uint8Array): TarFile => ({ name, data: Buffer.from(data) });
/** The first byte of each image, in order. */
async function reds({ images: { keys, read } }: CaptionedImages): Promise<number[]> {
  const found: number[] = [];
  for await (const { pixels, count, height, width } of read([...keys.keys()], 8, { batchSize: 2 }))
    for (let k = 0; k < count; k++) found.push(pixels[k * height * width * 3]!);
  return found;
}

describe('captioned clip art', () => {
  it('has captions that tell its images apart, all by artists whom training never sees', async () => {
    const { images: split, captions, title } = await loadCaptionedImages();
    expect(title).toBe('Captioned clip art');
    expect(split.keys.length).toBe(captions.length);
    expect(new Set(split.keys).size).toBe(split.keys.length);
    expect(captions.every(({ length }) => length >= 2)).toBe(true);
    const { texts, imageOfText } = eachCaption({ captions });
    expect(new Set(texts).size).toBe(texts.length);
    expect(captions.flatMap((own, k) => own.map(() => k))).toEqual([...imageOfText]);
    const text = readFileSync(join(dataDirectory(), 'captions', 'clip-art', 'credits.csv'), 'utf8');
    const credits = fromCSV(text).objects() as { key: string; artist: string; license: string }[];
    expect(credits.map(({ key }) => key)).toEqual([...split.keys]);
    for (const { artist, license } of credits) {
      expect(artistHalf(String(artist)), String(artist)).toBe('heldout');
      expect(license).toBe('CC-PDDC');
    }
    let read = 0;
    for await (const { count, height } of split.read([...split.keys.keys()], 64, { batchSize: 100 })) {
      read += count;
      expect(height).toBe(64);
    }
    expect(read).toBe(captions.length);
  });
});

describe('Karpathy’s split', () => {
  const entry = (filename: string, split: string, raw: unknown[], filepath?: string) => ({
    filename,
    split,
    ...(filepath === undefined ? {} : { filepath }),
    sentences: raw.map((one) => ({ raw: one, tokens: [] })),
  });
  const write = (entries: unknown, name = 'dataset_tiny.json'): void =>
    put(name, JSON.stringify({ dataset: 'tiny', images: entries }));

  it('gives the test images with all their sentences, wherever below the folder they are', async () => {
    put('photos/1.png', images[0]!);
    put('photos/2.png', images[1]!);
    put('val/3.png', images[0]!);
    put('train/3.png', images[2]!);
    write([
      entry('2.png', 'test', ['Green. ', 'All green', '  ']),
      entry('1.png', 'train', ['red']),
      entry('3.png', 'test', ['a red one'], 'val'),
    ]);
    const set = await loadCaptionedImages(root);
    expect(set.captions).toEqual([['Green.', 'All green'], ['a red one']]);
    expect(set.images.keys).toEqual(['photos/2.png', 'val/3.png']);
    expect(await reds(set)).toEqual([0, 255]);
  });

  it.each<[string, unknown, string]>([
    ['is no such file', { some: 'thing' }, 'is not Karpathy\'s split: expected "images"'],
    ['has an image without a split', [{ filename: '1.png', sentences: [] }], "is not Karpathy's split"],
    ['has no test image', [entry('1.png', 'train', ['red'])], 'has no image whose split is "test"'],
    ['names an image that is not there', [entry('7.png', 'test', ['red'])], 'names 7.png, which is not in'],
    ['has an image without a caption', [entry('1.png', 'test', ['', 7])], '1.png has no caption'],
    ['has an endless caption', [entry('1.png', 'test', ['x'.repeat(10_001)])], 'a caption of 10001 characters'],
  ])('is refused where it %s', async (_, entries, message) => {
    put('1.png', images[0]!);
    write(entries);
    const opened = loadCaptionedImages(root);
    await expect(opened).rejects.toThrow(UserError);
    await expect(opened).rejects.toThrow(message);
  });

  it('is refused where there are two', async () => {
    for (const name of ['dataset_flickr8k.json', 'dataset_coco.json']) write([entry('1.png', 'test', ['red'])], name);
    await expect(loadCaptionedImages(root)).rejects.toThrow(
      'holds dataset_coco.json and dataset_flickr8k.json, which may be of different images: keep one of them.',
    );
  });

  it('is refused where it is cut off', async () => {
    put('dataset_tiny.json', '{"images": [{"filename"');
    await expect(loadCaptionedImages(root)).rejects.toThrow('dataset_tiny.json is no JSON');
  });
});

describe('shards with captions', () => {
  const sample = (key: string, k: number, captions: string): TarFile[] => [
    file(`${key}.png`, images[k]!),
    file(`${key}.txt`, captions),
  ];

  it('have a caption a line', async () => {
    put('test/0.tar', writeTar([...sample('a', 2, 'blue\nall blue\n'), ...sample('b', 0, 'red')]));
    put('test/1.tar', writeTar(sample('c', 1, ' green\n\n')));
    const set = await loadCaptionedImages(root);
    expect(set.captions).toEqual([['blue', 'all blue'], ['red'], ['green']]);
    expect(await reds(set)).toEqual([0, 255, 0]);
  });

  it.each<[string, () => TarFile[], string]>([
    [
      'without a text',
      () => [file('a.png', images[0]!)],
      'sample a needs an image and a text of captions, and has png',
    ],
    ['without an image', () => [file('a.txt', 'red')], 'sample a needs an image and a text of captions, and has txt'],
    ['with an empty text', () => sample('a', 0, '\n \n'), 'sample a has no caption'],
    ['without samples', () => [file('README', 'none')], 'holds no images with captions'],
  ])('are refused %s', async (_, files, message) => {
    put('test/0.tar', writeTar(files()));
    await expect(loadCaptionedImages(root)).rejects.toThrow(message);
  });

  it('are refused cut off, and where a shard is missing', async () => {
    const whole = writeTar(sample('a', 0, 'red'));
    put('test/0.tar', whole.subarray(0, whole.length - 1400));
    await expect(loadCaptionedImages(root)).rejects.toThrow(UserError);
    put('test/0.tar', whole);
    put('test/nshards.txt', '2\n');
    await expect(loadCaptionedImages(root)).rejects.toThrow('1.tar is missing');
  });

  it('come from the hub without class names', async () => {
    const files = new Map<string, Uint8Array>([
      ['test/0.tar', writeTar(sample('a', 0, 'red'))],
      ['test/nshards.txt', Buffer.from('1\n')],
    ]);
    const hub: HubServer = await startHub('clip-benchmark/wds_captions', files, 'dataset');
    afterAll(() => hub.close());
    vi.stubEnv('HF_ENDPOINT', hub.endpoint);
    vi.stubEnv('HF_HOME', root);
    const set = await loadCaptionedImages('clip-benchmark/wds_captions');
    expect(set.captions).toEqual([['red']]);
    expect(set.name).toBe('clip-benchmark/wds_captions');
    await expect(loadCaptionedImages('Flickr30k')).rejects.toThrow(
      /has no clip-benchmark\/wds_flickr30k .*; or put its images and Karpathy's split into .*Flickr30k\.$/,
    );
  });
});

it('names what there is', async () => {
  await expect(loadCaptionedImages('clip art')).rejects.toThrow(
    'there are no captioned images clip art: give one of clip-art, Flickr30k, MSCOCO, a repository',
  );
  put('file', '');
  await expect(loadCaptionedImages(join(root, 'file'))).rejects.toThrow('is a file; give the folder');
});
