import { lineHeight, textWidth } from './textWidth.js';

/** A rectangle, in pixels from the top left of the plot. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** A point that has a name. */
export interface NamedPoint {
  /** Pixels from the top left of the plot. */
  readonly x: number;
  readonly y: number;
  readonly text: string;
}

/** Where a label stands. */
export interface Placement {
  readonly box: Box;
  /** Whether it is so far from its point that a line must say whose it is. */
  readonly leader: boolean;
}

/** Where labels may stand, and what they should not cover. */
export interface LabelRoom {
  readonly room: Box;
  /** Marks and lines, each as boxes: covered only where all else is taken. */
  readonly obstacles?: readonly (readonly Box[])[];
  /** Of the font, pixels. */
  readonly size: number;
  /** Half of a point's mark, pixels. */
  readonly mark?: number;
}

/** Pixels between a mark and its label, nearest first: a label goes further away only where it must. */
const DISTANCES = [3, 8, 15, 24, 35, 48, 64, 84, 110, 140];
/** From here on a label could be taken for another point's. */
const LEADER_FROM = 10;
/** To the right, as one reads, then above and below; in shares of a half turn. */
const DIRECTIONS = [0, -0.25, 0.25, -0.5, 0.5, -0.75, 0.75, 1, -0.12, 0.12, -0.38, 0.38, -0.62, 0.62, -0.88, 0.88];
/** Pixels that are left between two labels. */
const APART = 2;
const PASSES = 6;
/** What it costs, in pixels of distance. */
const COST = { direction: 0.5, covered: 90, crossed: 80, struck: 40 };

const overlap = (a: Box, b: Box): boolean =>
  a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
const inside = (box: Box, room: Box): boolean =>
  box.left >= room.left && box.right <= room.right && box.top >= room.top && box.bottom <= room.bottom;
const grown = (box: Box, by: number): Box => ({
  left: box.left - by,
  top: box.top - by,
  right: box.right + by,
  bottom: box.bottom + by,
});

/** A place that a label could have, and what it costs before other labels are looked at. */
interface Candidate extends Placement {
  readonly cost: number;
  /** From the point to the label. */
  readonly line: readonly [x0: number, y0: number, x1: number, y1: number];
}

/**
 * A place for the label of every point, so that no two touch and all are in the room: next to their point where there
 * is room, else further away with a line to it. Where there is none at all, undefined: a name that cannot be read is
 * not written.
 */
export function placeLabels(points: readonly NamedPoint[], where: LabelRoom): (Placement | undefined)[] {
  const { size } = where;
  const height = lineHeight(size);
  const candidates = points.map((point) => candidatesOf(point, textWidth(point.text, size), height, where));
  const chosen = new Array<Candidate | undefined>(points.length).fill(undefined);
  const choose = (k: number): boolean => {
    const before = chosen[k];
    chosen[k] = undefined;
    let [least, best]: [number, Candidate | undefined] = [Infinity, undefined];
    for (const candidate of candidates[k]!) {
      if (candidate.cost >= least) continue;
      const cost = candidate.cost + costBeside(candidate, chosen);
      if (cost < least) [least, best] = [cost, candidate];
    }
    chosen[k] = best;
    return best !== before;
  };
  // Those with the fewest places first: at the edges, and where points are dense.
  const free = candidates.map((own) => own.filter(({ cost }) => cost < COST.covered).length);
  const order = points.map((_, k) => k).sort((a, b) => free[a]! - free[b]! || a - b);
  for (let pass = 0; pass < PASSES; pass++) if (!order.map(choose).some(Boolean)) break;
  return chosen.map((one) => one && { box: one.box, leader: one.leader });
}

function candidatesOf({ x, y }: NamedPoint, width: number, height: number, where: LabelRoom): Candidate[] {
  const { room, obstacles = [], mark = 5 } = where;
  const own = { left: x - mark, top: y - mark, right: x + mark, bottom: y + mark };
  // What no place of this label can come to is looked at once.
  const far = DISTANCES.at(-1)! + mark;
  const reach = { left: x - far - width, top: y - far - height, right: x + far + width, bottom: y + far + height };
  const near = obstacles.map((boxes) => boxes.filter((box) => overlap(box, reach))).filter((boxes) => boxes.length > 0);
  const others = near.filter((boxes) => !boxes.some((box) => overlap(box, own)));
  return DISTANCES.flatMap((distance) =>
    DIRECTIONS.flatMap((direction, place): Candidate[] => {
      const [right, down] = [Math.cos(direction * Math.PI), Math.sin(direction * Math.PI)];
      const away = mark + distance;
      // The box touches the circle around the mark from outside, at its own side.
      const middle = x + right * away + (width / 2) * clamp(2 * right, -1, 1);
      const top = y + down * away + (height / 2) * clamp(1.6 * down, -1, 1) - height / 2;
      const box = { left: middle - width / 2, top, right: middle + width / 2, bottom: top + height };
      if (!inside(box, room) || overlap(box, own)) return [];
      const covered = near.filter((boxes) => boxes.some((other) => overlap(box, other))).length;
      const nearest = { x: clamp(x, box.left, box.right), y: clamp(y, box.top, box.bottom) };
      const line = [x, y, nearest.x, nearest.y] as const;
      const gap = Math.hypot(nearest.x - x, nearest.y - y) - mark;
      const leader = gap >= LEADER_FROM;
      const struck = leader ? others.filter((boxes) => boxes.some((other) => crosses(line, other))).length : 0;
      const cost = gap + COST.direction * place + COST.covered * covered + COST.struck * struck;
      return [{ box, leader, line, cost }];
    }),
  );
}

/** What a place costs beside the labels that have theirs; infinity where they would touch. */
function costBeside(candidate: Candidate, chosen: readonly (Candidate | undefined)[]): number {
  let cost = 0;
  const room = grown(candidate.box, APART);
  for (const other of chosen) {
    if (!other) continue;
    if (overlap(room, other.box)) return Infinity;
    if (candidate.leader && crosses(candidate.line, other.box)) cost += COST.crossed;
    if (other.leader && crosses(other.line, candidate.box)) cost += COST.crossed;
  }
  return cost;
}

/** Whether a line goes through a box: looked at a few points of it, which is enough for letters. */
function crosses([x0, y0, x1, y1]: Candidate['line'], box: Box): boolean {
  if (Math.max(x0, x1) <= box.left || Math.min(x0, x1) >= box.right) return false;
  if (Math.max(y0, y1) <= box.top || Math.min(y0, y1) >= box.bottom) return false;
  const steps = Math.ceil(Math.hypot(x1 - x0, y1 - y0) / 6);
  for (let step = 0; step <= steps; step++) {
    const [x, y] = [x0 + ((x1 - x0) * step) / steps, y0 + ((y1 - y0) * step) / steps];
    if (x > box.left && x < box.right && y > box.top && y < box.bottom) return true;
  }
  return false;
}

const clamp = (value: number, low: number, high: number): number => Math.max(low, Math.min(high, value));
