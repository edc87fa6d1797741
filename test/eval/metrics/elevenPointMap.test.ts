import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { elevenPointMap, elevenPointPrecision } from '../../../lib/eval/metrics/elevenPointMap.js';
import { goldenPath } from '../../fixtures/golden.js';

interface Case {
  name: string;
  n: number;
  classes: number;
  scores: number[][];
  targets: number[][];
  /** 1 where a sample is difficult for a class and counts neither way. */
  ignore: number[][] | null;
  ap11: (number | null)[];
  map11: number;
}

const { cases } = JSON.parse(readFileSync(goldenPath('metrics/voc11.json'), 'utf8')) as { cases: Case[] };

describe('eleven-point average precision, computed exactly elsewhere', () => {
  it.each(cases)('$name', ({ n, classes, scores, targets, ignore, ap11, map11 }) => {
    const perClass = ap11.map((_, k) => {
      const counted = scores.flatMap((__, row) => (ignore?.[row]![k] ? [] : [row]));
      return elevenPointPrecision(
        counted.map((row) => Math.fround(scores[row]![k]!)),
        counted.map((row) => targets[row]![k]!),
      );
    });
    perClass.forEach((precision, k) => {
      if (ap11[k] === null || precision === undefined)
        expect([ap11[k] ?? undefined, precision]).toEqual([undefined, undefined]);
      else expect(precision).toBeCloseTo(ap11[k]!, 12);
    });
    const known = perClass.flatMap((precision) => precision ?? []);
    expect(known.reduce((sum, precision) => sum + precision, 0) / known.length).toBeCloseTo(map11, 12);
    // Over a table every sample counts for every class.
    if (ignore) return;
    const matrix = { data: Float32Array.from(scores.flat()), rows: n, columns: classes };
    expect(elevenPointMap(matrix, targets.flat())).toBeCloseTo(map11, 12);
  });

  it('has cases with difficult samples, with classes without a sample, and with ties', () => {
    expect(cases.length).toBe(22);
    expect(cases.some(({ ignore }) => ignore?.flat().includes(1))).toBe(true);
    expect(cases.some(({ ap11 }) => ap11.includes(null))).toBe(true);
    const hasTies = ({ scores, classes }: Case): boolean =>
      Array.from({ length: classes }, (_, k) => new Set(scores.map((row) => row[k])).size).some(
        (distinct) => distinct < scores.length,
      );
    expect(cases.some(hasTies)).toBe(true);
  });

  it('refuses labels that do not fit, and classes without a sample', () => {
    const scores = { data: Float32Array.of(1, 2), rows: 1, columns: 2 };
    expect(() => elevenPointMap(scores, [1])).toThrow('1 labels for 1 samples of 2 classes');
    expect(() => elevenPointMap(scores, [0, 0])).toThrow('no class has a sample');
  });
});
