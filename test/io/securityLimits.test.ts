import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { projectRoot } from '../../lib/io/projectPaths.js';
import { READING_LIMITS } from '../../lib/io/readingBudget.js';

it('SECURITY.md tells the limits of every reading as they are', () => {
  const text = readFileSync(join(projectRoot(), 'SECURITY.md'), 'utf8');
  const rows = [...text.matchAll(/^\| `(\w+)` +\|(.+)\|$/gm)].map(([, kind, cells]) => {
    const [bytes, entries, depth, seconds] = cells!.split('|').map((cell) => Number(cell.replaceAll(',', '')));
    return [kind, { bytes, entries, depth, seconds }];
  });
  expect(Object.fromEntries(rows)).toEqual(READING_LIMITS);
  expect(text).toContain('CLIPLAB_READING_LIMITS');
});
