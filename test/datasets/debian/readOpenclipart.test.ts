import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { readOpenclipart } from '../../../lib/datasets/debian/readOpenclipart.js';
import { UserError } from '../../../lib/io/userError.js';

const folder = mkdtempSync(join(tmpdir(), 'cliplab-clipart-'));
afterAll(() => rmSync(folder, { recursive: true }));

const PUBLIC = 'http://web.resource.org/cc/PublicDomain';
function put(path: string, title: string, creator: string, license: string, keywords: readonly string[] = []): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  const bag = keywords.map((word) => `<rdf:li>${word}</rdf:li>`).join('');
  writeFileSync(
    join(folder, path),
    `<svg><metadata><cc:Work><dc:title>${title}</dc:title><dc:description> A  dog. </dc:description>` +
      `<dc:subject><rdf:Bag>${bag}</rdf:Bag></dc:subject><dc:creator><cc:Agent><dc:title>${creator}</dc:title>` +
      `</cc:Agent></dc:creator><cc:license rdf:resource="${license}"/></cc:Work></metadata></svg>`,
  );
}

it('reads what is in the public domain and has an artist, and counts the rest', async () => {
  const words = [
    'dog',
    '',
    'hash',
    'HASH(0x89c79d4)',
    '0x851ce54',
    'unsorted',
    'J&amp;Atilde;&amp;para;rg',
    'dog',
    'pet',
  ];
  put('animals/dog.svg', 'B&amp;eacute;b&amp;eacute; dog', 'J&amp;ouml;rg S', PUBLIC, words);
  put('a.svg', 'A', 'Ann', 'http://creativecommons.org/licenses/publicdomain/');
  put('gpl.svg', 'B', 'Ann', 'http://creativecommons.org/licenses/GPL/2.0/');
  put('free.svg', 'C', 'Ann', '');
  for (const [k, name] of ['', 'HASH(0x8a0ab9c)', 'unknown', 'Anonymous'].entries())
    put(`n${k}.svg`, 'D', name, PUBLIC);
  writeFileSync(join(folder, 'broken.svg'), '<svg><metadata>');
  writeFileSync(join(folder, 'notes.txt'), 'no drawing');

  const { drawings, leftOut } = await readOpenclipart(folder);
  expect(leftOut).toEqual({ damaged: 1, noArtist: 4, noLicense: 1, otherLicense: 1 });
  expect(drawings.map(({ path }) => path)).toEqual(['a.svg', 'animals/dog.svg']);
  const { svg, ...dog } = drawings[1]!;
  expect(svg).toMatch(/^<svg>/);
  expect(dog).toEqual({
    path: 'animals/dog.svg',
    title: 'Bébé dog',
    description: 'A dog.',
    keywords: ['dog', 'Jörg', 'pet'],
    artist: 'Jörg S',
    license: 'CC-PDDC',
  });
});

it('a folder that is not there is told of', async () => {
  await expect(readOpenclipart(join(folder, 'nowhere'))).rejects.toThrow(UserError);
});
