import { expect, it } from 'vitest';
import { readable } from '../../lib/figures/charts/readable.js';
import { seriesStyle } from '../../lib/figures/charts/seriesStyle.js';
import { COLORS, FAINT_INK, INK, PALETTE, PAPER, SEQUENTIAL } from '../../lib/figures/theme.js';

const linear = (color: string): number[] =>
  [1, 3, 5].map((at) => {
    const share = parseInt(color.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
const luminance = (color: string): number => {
  const [r, g, b] = linear(color) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
/** WCAG's contrast of two colors, 1 to 21. */
function contrast(a: string, b: string): number {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

/** Distance in CIELAB, in which about 2 can just be seen. */
function distance(a: string, b: string): number {
  const lab = (color: string): number[] => {
    const [r, g, b] = linear(color) as [number, number, number];
    const f = (t: number): number => (t > 0.008856 ? Math.cbrt(t) : 7.787 * t + 16 / 116);
    const x = f((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505);
    const y = f(0.2126 * r + 0.7152 * g + 0.0722 * b);
    const z = f((0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089);
    return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
  };
  const [p, q] = [lab(a), lab(b)];
  return Math.hypot(...p.map((value, k) => value - q[k]!));
}

it('ink is easy to read on paper and on every cell of a heat map, faint ink on paper', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5);
  expect(contrast(INK, PAPER)).toBeGreaterThan(7);
  expect(contrast(FAINT_INK, PAPER)).toBeGreaterThan(4.5);
  for (const [, color] of SEQUENTIAL) expect(contrast(INK, color), color).toBeGreaterThan(4.5);
});

it('the heat map gets darker all the way', () => {
  const lights = SEQUENTIAL.map(([, color]) => luminance(color));
  expect(lights).toEqual([...lights].sort((a, b) => b - a));
  expect(SEQUENTIAL.map(([at]) => at)).toEqual([0, 0.5, 1]);
});

it('text in the color of a series is easy to read on paper, and keeps its color where that is', () => {
  for (let k = 0; k < 8; k++) {
    const { color } = seriesStyle(k);
    expect(contrast(readable(color), PAPER), color).toBeGreaterThan(4.5);
    if (contrast(color, PAPER) > 4.5) expect(readable(color)).toBe(color);
  }
});

it('series differ by their marks, and bars by their hatching, where there are no colors', () => {
  const styles = Array.from({ length: 8 }, (_, k) => seriesStyle(k));
  expect(new Set(styles.map(({ color }) => color)).size).toBe(8);
  expect(new Set(styles.map(({ symbol }) => symbol)).size).toBe(8);
  expect(new Set(styles.slice(0, 4).map(({ hatching }) => hatching)).size).toBe(4);
});

it('the palette’s colors are far from each other and from paper', () => {
  PALETTE.forEach((color, k) => {
    expect(distance(color, PAPER), color).toBeGreaterThan(35);
    for (const other of PALETTE.slice(k + 1)) expect(distance(color, other), `${color} ${other}`).toBeGreaterThan(25);
  });
  expect(new Set(Object.values(COLORS)).size).toBe(Object.keys(COLORS).length);
});
