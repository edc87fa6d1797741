import { TEXT } from '../theme.js';
import { type Box, placeLabels } from './placeLabels.js';
import { readable } from './readable.js';
import { plain } from './wrapText.js';

/** A point with a name, in the coordinates of the axes: logarithms where those are logarithmic. */
export interface LabeledPoint {
  readonly x: number;
  readonly y: number;
  readonly text: string;
  readonly color: string;
}

/** A point, a line or an interval that labels keep off, in the coordinates of the axes. */
export interface Drawn {
  readonly from: readonly [x: number, y: number];
  readonly to?: readonly [x: number, y: number];
}

/** The plot that labels stand in. */
export interface LabelPlot {
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  /** What stands at the left and at the right end. */
  readonly x: readonly [number, number];
  /** What stands at the bottom and at the top. */
  readonly y: readonly [number, number];
  /** Pixels beyond the right end that labels may take too. */
  readonly beyond?: number;
  /** Half of a point's mark, pixels. */
  readonly mark?: number;
}

/** Pixels between the boxes by which labels keep off a line. */
const STEP = 6;

/**
 * Annotations with the names of points: none over another or outside of the plot, and off other marks where there is
 * room.
 */
export function pointLabels(points: readonly LabeledPoint[], plot: LabelPlot, drawn: readonly Drawn[] = []): object[] {
  const { width, height, mark = 5 } = plot;
  const across = (x: number): number => (width * (x - plot.x[0])) / (plot.x[1] - plot.x[0]);
  const down = (y: number): number => (height * (plot.y[1] - y)) / (plot.y[1] - plot.y[0]);
  const obstacles = drawn.map(({ from, to }) =>
    to
      ? along(across(from[0]), down(from[1]), across(to[0]), down(to[1]))
      : [around(across(from[0]), down(from[1]), mark)],
  );
  const named = points.map(({ x, y, text }) => ({ x: across(x), y: down(y), text }));
  const room = { left: 2, top: 2, right: width + (plot.beyond ?? 0), bottom: height - 2 };
  return placeLabels(named, { room, obstacles, size: TEXT.small, mark }).flatMap((placed, k) => {
    if (!placed) return [];
    const [{ x, y, text, color }, at, { box, leader }] = [points[k]!, named[k]!, placed];
    // By its side at the point, so that a font of other widths keeps that where it is.
    const side = box.left >= at.x ? 'left' : box.right <= at.x ? 'right' : 'center';
    const right = (side === 'left' ? box.left : side === 'right' ? box.right : (box.left + box.right) / 2) - at.x;
    const below = (box.top + box.bottom) / 2 - at.y;
    const away = leader
      ? { showarrow: true, arrowhead: 0, arrowwidth: 0.8, arrowcolor: color, standoff: mark, ax: right, ay: below }
      : { showarrow: false, xshift: right, yshift: -below };
    return [
      {
        ...{ x, y, xanchor: side, yanchor: 'middle', borderpad: 0, ...away },
        ...{ text: plain(text), font: { size: TEXT.small, color: readable(color) } },
      },
    ];
  });
}

const around = (x: number, y: number, by: number): Box => ({
  left: x - by,
  top: y - by,
  right: x + by,
  bottom: y + by,
});

/** A line as small boxes. */
function along(x0: number, y0: number, x1: number, y1: number): Box[] {
  const length = Math.hypot(x1 - x0, y1 - y0);
  if (!Number.isFinite(length)) return [];
  const steps = Math.max(1, Math.min(400, Math.ceil(length / STEP)));
  return Array.from({ length: steps + 1 }, (_, k) =>
    around(x0 + ((x1 - x0) * k) / steps, y0 + ((y1 - y0) * k) / steps, STEP / 4),
  );
}
