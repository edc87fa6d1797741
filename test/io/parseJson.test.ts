import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseJson } from '../../lib/io/parseJson.js';

it('reads what JSON.parse reads, from text and bytes, with a byte-order mark', () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 8 }), (text) => {
      expect(parseJson(text, 'x')).toEqual(JSON.parse(text));
      expect(parseJson(Buffer.from('\ufeff' + text), 'x')).toEqual(JSON.parse(text));
    }),
  );
});

it('a hundred thousand brackets are refused before they are parsed', () => {
  const deep = '['.repeat(100_000) + ']'.repeat(100_000);
  expect(() => parseJson(deep, 'deep.json')).toThrow(/^deep\.json nests 65 levels deep/);
  expect(() => parseJson('{"a":'.repeat(70) + '1' + '}'.repeat(70), 'deep.json')).toThrow(/nests 65 levels/);
});

it('brackets inside of strings do not count', () => {
  const text = JSON.stringify({ note: '['.repeat(1000) + '\\"' + '{'.repeat(1000) });
  expect(parseJson(text, 'x')).toEqual(JSON.parse(text));
});

it.each(['', '{', 'nul', '{"a":1}}', '"'])('%j is named as no JSON', (text) => {
  expect(() => parseJson(text, 'config.json')).toThrow(/^config\.json is no JSON \(/);
});

it('bytes that are no UTF-8 are named', () => {
  expect(() => parseJson(new Uint8Array([0x22, 0xff, 0x22]), 'config.json')).toThrow(/^config\.json is no JSON/);
});
