import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { registerData } from '../../lib/cli/data.js';
import { registerProbe, registerZeroShot } from '../../lib/cli/evaluate.js';
import { countFlag, integerFlag } from '../../lib/cli/integerFlag.js';
import { registerOverlap } from '../../lib/cli/overlap.js';
import { plainNumber } from '../../lib/io/plainNumber.js';
import { registerStudy } from '../../lib/cli/study.js';
import { registerTrain } from '../../lib/cli/train.js';
import { commandLine } from './commandLine.js';

/** Texts that `Number` makes a number of, or that begin like one. */
const NO_NUMBERS = [
  '',
  ' ',
  '\t',
  '0x10',
  '0b1',
  '0o7',
  'Infinity',
  '-Infinity',
  '1e999',
  'NaN',
  '1,5',
  '12px',
  '1 2',
  '٣',
  '1_000',
  '--1',
];

describe('a flag’s number', () => {
  it('is what people write', () => {
    for (const [text, value] of [
      ['0', 0],
      ['-1', -1],
      ['+2', 2],
      ['.5', 0.5],
      ['1.', 1],
      ['0.94', 0.94],
      ['1e3', 1000],
      ['2E-2', 0.02],
    ] as const)
      expect([text, plainNumber(text)]).toEqual([text, value]);
    fc.assert(fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (x) => plainNumber(String(x)) === x));
  });

  it.each(NO_NUMBERS)('is not %j', (text) => {
    expect(plainNumber(text)).toBeNaN();
    for (const flag of [integerFlag, countFlag]) expect(() => flag(text)).toThrow('expected a whole number');
  });

  it('that counts is 1 or more, and no count is past what numbers hold exactly', () => {
    expect([integerFlag('0'), countFlag('1')]).toEqual([0, 1]);
    expect(() => countFlag('0')).toThrow('of 1 or more');
    expect(() => integerFlag('9007199254740993')).toThrow('expected a whole number');
  });
});

describe('every number flag refuses them', () => {
  const line = commandLine(
    registerData,
    registerProbe,
    registerZeroShot,
    registerOverlap,
    registerStudy,
    registerTrain,
  );
  const flags: [string[], string][] = [
    [['overlap', 'a', 'b'], '--threshold'],
    [['train', 'mini-rn'], '--steps'],
    [['train', 'mini-rn'], '--overfit'],
    [['study', 'ablations', '--run', 'lab-contrastive'], '--seeds'],
    [['zeroshot', 'digits'], '--seed'],
    [['probe', 'digits'], '--seed'],
    [['data', 'build', 'suite'], '--seed'],
    ...['--seed', '--per-query', '--min-authors', '--bigram-bits', '--per-name', '--workers'].map(
      (flag): [string[], string] => [['data', 'build', 'iconwit'], flag],
    ),
  ];
  it.each(flags)('%j %s', async (command, flag) => {
    for (const text of ['', ' ', '0x10', 'Infinity', '1e999', '12px'])
      await expect(line.run(...command, flag, text)).rejects.toThrow(
        /expected a whole number|is not a (positive|list of positive) whole number|is not a similarity from -1 to 1/,
      );
  });
});
