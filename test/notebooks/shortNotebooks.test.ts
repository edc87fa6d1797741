import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../../lib/io/projectPaths.js';

// What a notebook measures is a function of lib: a reader sees the experiment and not its plumbing.
const MOST = { lines: 150, linesOfACell: 30, imports: 10 };

const folder = join(projectRoot(), 'notebooks');
const names = readdirSync(folder).filter((name) => name.endsWith('.ipynb'));

describe.each(names)('%s', (name) => {
  const { cells } = JSON.parse(readFileSync(join(folder, name), 'utf8')) as {
    cells: { cell_type: string; source: string[] | string }[];
  };
  const code = cells
    .filter((cell) => cell.cell_type === 'code')
    .map(({ source }) =>
      [source]
        .flat()
        .join('')
        .split('\n')
        .filter((line) => line.trim() !== ''),
    );

  it('is short, and so are its cells and what it imports', () => {
    expect(code.length).toBeGreaterThan(0);
    expect(code.flat().length).toBeLessThanOrEqual(MOST.lines);
    for (const lines of code) expect(lines.length).toBeLessThanOrEqual(MOST.linesOfACell);
    expect(code.flat().filter((line) => line.startsWith('import ')).length).toBeLessThanOrEqual(MOST.imports);
  });
});
