import { describe, expect, it } from 'vitest';
import { EXPERIMENTS } from '../../lib/experiments/experiments.js';
import { calledCommand } from './calledCommand.js';

describe('the help of run', async () => {
  const { stdout: help } = await calledCommand(['run', '--help']);
  const lines = help.split('\n');

  it('has every experiment on a line of its own, with the flags that it heeds', () => {
    for (const { name, heeds } of EXPERIMENTS) {
      const at = lines.findIndex((line) => line.startsWith(`  ${name} `));
      const length = lines.slice(at + 1).findIndex((line) => !line.startsWith(' '.repeat(10)));
      const item = lines.slice(at, at + 1 + length).join(' ');
      expect([name, /\((--[^)]*)\)$/.exec(item)?.[1]?.split(/,\s+/).length ?? 0]).toEqual([name, heeds.length]);
    }
  });

  it('fits a terminal of 80 columns, and says itself in one line', () => {
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(80);
    expect(lines[2]).toBe('run an experiment of the paper, as its notebook does');
  });
});
