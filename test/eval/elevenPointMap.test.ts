import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { elevenPointMap, elevenPointPrecision } from '../../lib/eval/elevenPointMap.js';
import { goldenPath } from '../fixtures/golden.js';

interface Case {
  name: string;
  n: number;
  classes: number;
  scores: number[][];
  targets: number[][];
  ignore: unknown;
  ap11: (number | null)[];
  map11: number;
}

const { cases } = JSON.parse(readFileSync(goldenPath('metrics/voc11.json'), 'utf8')) as { cases: Case[] };

describe('eleven-point average precision, computed exactly elsewhere', () => {
  it.each(cases.filter(({ ignore }) => ignore === null))('$name', ({ n, classes, scores, targets, ap11, map11 }) => {
    const perClass = ap11.map((_, k) =>
      elevenPointPrecision(
        scores.map((row) => Math.fround(row[k]!)),
        targets.map((row) => row[k]!),
      ),
    );
    perClass.forEach((precision, k) => {
      if (ap11[k] === null || precision === undefined)
        expect([ap11[k] ?? undefined, precision]).toEqual([undefined, undefined]);
      else expect(precision).toBeCloseTo(ap11[k]!, 12);
    });
    const matrix = { data: Float32Array.from(scores.flat()), rows: n, columns: classes };
    expect(elevenPointMap(matrix, targets.flat())).toBeCloseTo(map11, 12);
  });

  it('refuses labels that do not fit, and classes without a sample', () => {
    const scores = { data: Float32Array.of(1, 2), rows: 1, columns: 2 };
    expect(() => elevenPointMap(scores, [1])).toThrow('1 labels for 1 samples of 2 classes');
    expect(() => elevenPointMap(scores, [0, 0])).toThrow('no class has a sample');
  });
});
