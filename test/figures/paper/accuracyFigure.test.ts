import { table } from 'arquero';
import { describe, expect, it } from 'vitest';
import { accuracyFigure } from '../../../lib/figures/paper/accuracyFigure.js';

const ROWS = [
  { task: 'flags', method: 'zero-shot', accuracy: 0.15, low: 0.1, high: 0.21, chance: 0.005 },
  { task: 'flags', method: 'linear probe', accuracy: 0.55, low: 0.48, high: 0.62, chance: 0.005 },
  { task: 'digits <0-9>', method: 'zero-shot', accuracy: 0.4, low: 0.36, high: 0.44, chance: 0.1 },
  { task: 'digits <0-9>', method: 'linear probe', accuracy: 0.9, low: 0.87, high: 0.92, chance: 0.1 },
];
interface Dots {
  name: string;
  x: number[];
  y: number[];
  error_x: { array: number[]; arrayminus: number[] };
}
const dotsOf = (figure = accuracyFigure(ROWS)): Dots[] => figure.data as unknown as Dots[];

describe('accuracyFigure', () => {
  it('puts each method’s dot and interval where the table says, on the line of its task', () => {
    const [chance, ...methods] = dotsOf();
    expect(chance).toMatchObject({ name: 'chance', x: [0.005, 0.1], y: [0, 1] });
    expect(methods.map(({ name }) => name)).toEqual(['zero-shot', 'linear probe']);
    for (const { name, x, y, error_x: interval } of methods) {
      const own = ROWS.filter((row) => row.method === name);
      expect(x).toEqual(own.map((row) => row.accuracy));
      own.forEach((_, k) => expect(Math.abs(y[k]! - k)).toBeLessThan(0.3));
      own.forEach((row, k) => {
        expect(x[k]! + interval.array[k]!).toBeCloseTo(row.high, 12);
        expect(x[k]! - interval.arrayminus[k]!).toBeCloseTo(row.low, 12);
      });
    }
    const [zeroShot, probe] = methods;
    expect(zeroShot!.y[0]).not.toBe(probe!.y[0]);
  });

  it('labels every dot with its percentage, and the methods once, in the key', () => {
    const { layout, data } = accuracyFigure(ROWS);
    const texts = (layout['annotations'] as { text: string }[]).map(({ text }) => text);
    expect(texts).toEqual(['15.0%', '55.0%', '40.0%', '90.0%', 'accuracy']);
    expect(data.map(({ name, showlegend }) => [name, showlegend])).toEqual([
      ['chance', true],
      ['zero-shot', true],
      ['linear probe', true],
    ]);
    const marks = data.map(({ marker }) => (marker as { symbol: string }).symbol);
    expect(new Set(marks).size).toBe(3);
    expect(layout['yaxis']).toMatchObject({ ticktext: ['flags', 'digits &lt;0-9&gt;'] });
  });

  it('is the same from an arquero table, and keeps its rows', () => {
    const columns = Object.keys(ROWS[0]!).map((name) => [name, ROWS.map((row) => row[name as keyof typeof row])]);
    const figure = accuracyFigure(table(Object.fromEntries(columns) as Record<string, unknown[]>));
    expect(figure).toEqual(accuracyFigure(ROWS));
    expect(figure.table).toEqual(ROWS);
  });

  it('has many tasks in two columns, each with its own ticks at chance', () => {
    const many = Array.from({ length: 27 }, (_, k) => ROWS.slice(0, 2).map((row) => ({ ...row, task: `task ${k}` })));
    const { data, layout } = accuracyFigure(many.flat());
    expect(data.map(({ name, xaxis, y }) => [name, xaxis, (y as number[]).length])).toEqual([
      ['chance', 'x', 14],
      ['chance', 'x2', 13],
      ['zero-shot', 'x', 14],
      ['zero-shot', 'x2', 13],
      ['linear probe', 'x', 14],
      ['linear probe', 'x2', 13],
    ]);
    expect(layout.height).toBeLessThan(1.1 * layout.width);
  });

  it('draws one method on the line itself, and no ticks without chances', () => {
    const only = ROWS.slice(0, 1).map(({ task, method, accuracy, low, high }) => ({
      task,
      method,
      accuracy,
      low,
      high,
    }));
    const dots = dotsOf(accuracyFigure(only));
    expect(dots.length).toBe(1);
    expect(dots[0]!.y).toEqual([0]);
  });

  it('names a column that is missing', () => {
    const { task, method, accuracy, high } = ROWS[0]!;
    expect(() => accuracyFigure([ROWS[1]!, { task, method, accuracy, high } as (typeof ROWS)[0]])).toThrow(
      'accuracy: row 1 has no low; found task',
    );
  });
});
