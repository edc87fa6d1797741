import { plotWidth } from './plotFrame.js';

/** Pixels of rows beneath each other; more stand side by side, so that a figure fits a page and a slide. */
export const TALLEST = 660;
/** Room at the right of a panel. */
const RIGHT = 16;
const TWO = 2;

/** A part of a plot with axes of its own: rows of a longer list. */
export interface Panel {
  /** What Plotly's names of axes end with: '' of the first, then '2'. */
  readonly id: string;
  /** Shares of the plot's width from the left. */
  readonly domain: readonly [number, number];
  /** Pixels. */
  readonly width: number;
}

/** The widest that a name beside a panel gets, pixels. */
export const widestName = (panels: number): number => (panels === 1 ? 250 : 165);

/**
 * Panels side by side, each with room for the names at its left, and the plot's margins.
 * @param names pixels that the names of each panel need @param shares of the width, by default as wide each
 */
export function panelsBeside(
  names: readonly number[],
  shares: readonly number[] = names.map(() => 1),
): { panels: Panel[]; sides: { l: number; r: number } } {
  const sides = { l: names[0]!, r: RIGHT };
  const whole = plotWidth(sides);
  const between = names.slice(1).reduce((sum, name) => sum + name + RIGHT, 0);
  const all = shares.reduce((sum, share) => sum + share, 0);
  let left = 0;
  const panels = names.map((name, k): Panel => {
    if (k > 0) left += RIGHT + name;
    const width = Math.max(1, ((whole - between) * shares[k]!) / all);
    const panel = {
      id: k === 0 ? '' : String(k + 1),
      domain: [left / whole, Math.min(1, (left + width) / whole)] as const,
    };
    left += width;
    return { ...panel, width };
  });
  return { panels, sides };
}

/** A list in so many columns, or fewer, of equal length but for the last. */
export function inColumns<T>(list: readonly T[], columns: number): T[][] {
  const each = Math.ceil(list.length / columns);
  return Array.from({ length: Math.ceil(list.length / each) }, (_, k) => list.slice(k * each, (k + 1) * each));
}

/** In how many columns so many pixels of rows stand: one where they fit, else two. */
export const columnsFor = (height: number): number => (height <= TALLEST ? 1 : TWO);
