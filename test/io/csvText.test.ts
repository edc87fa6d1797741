import fc from 'fast-check';
import { expect, it } from 'vitest';
import { csvText } from '../../lib/io/csvText.js';

/** A plain reader of RFC 4180 with \n for line ends. */
function readCsv(text: string): string[][] {
  const rows: string[][] = [];
  const row: string[] = [];
  let field = '';
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const c = text[i]!;
    if (quoted) {
      if (c === '"' && text[i + 1] === '"') field += text[i++];
      else if (c === '"') quoted = false;
      else field += c;
    } else if (c === '"') quoted = true;
    else if (c === ',' || c === '\n') {
      row.push(field);
      field = '';
      if (c === '\n') rows.push(row.splice(0));
    } else field += c;
  }
  expect([quoted, field, row]).toEqual([false, '', []]);
  return rows;
}

const text = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', ' ', 'é', '🙂') });

it('reads back as it was, whatever is in the fields', () => {
  const value = fc.oneof(text, fc.double(), fc.boolean(), fc.constantFrom(null, undefined));
  fc.assert(
    fc.property(fc.array(fc.record({ first: value, 'sec,ond': value }), { minLength: 1 }), (rows) => {
      const wanted = rows.map((row) => [row.first, row['sec,ond']].map((x) => (x == null ? '' : String(x))));
      expect(readCsv(csvText(rows))).toEqual([['first', 'sec,ond'], ...wanted]);
    }),
  );
});

it('has the columns in order of first appearance, empty where a row lacks one', () => {
  expect(csvText([{ a: 1 }, { b: 2, a: 3 }])).toBe('a,b\n1,\n3,2\n');
});
