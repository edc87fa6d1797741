import type { Random } from '../../engine/random.js';
import type { Sprite } from './sprite.js';

/** Where a square stands in a scene, in pixels from the top left corner. */
export interface Place {
  readonly left: number;
  readonly top: number;
  readonly size: number;
}

/** A white image, RGB bytes [side, side, 3]. */
export function whiteScene(side: number): Uint8Array {
  return new Uint8Array(side * side * 3).fill(255);
}

/** Puts a sprite into a scene, over what is there; what lies outside is cut off. */
export function drawSprite(
  scene: Uint8Array,
  side: number,
  { width, height, rgba }: Sprite,
  left: number,
  top: number,
): void {
  for (let y = Math.max(0, -top); y < height && top + y < side; y++) {
    for (let x = Math.max(0, -left); x < width && left + x < side; x++) {
      const from = 4 * (y * width + x);
      const to = 3 * ((top + y) * side + left + x);
      const alpha = rgba[from + 3]! / 255;
      for (let c = 0; c < 3; c++) scene[to + c] = Math.round(alpha * rgba[from + c]! + (1 - alpha) * scene[to + c]!);
    }
  }
}

/**
 * Random places for squares of these sizes such that none overlap, in their order. Starts again when one finds no room.
 * @throws Error where they do not fit in a thousand tries: sizes are the program's, not the user's.
 */
export function placeApart(sizes: readonly number[], side: number, random: Random): Place[] {
  for (let attempt = 0; attempt < 1000; attempt++) {
    const places: Place[] = [];
    for (const size of sizes) {
      for (let k = 0; k < 50 && places.length < sizes.length; k++) {
        const place = { left: random.int(side - size + 1), top: random.int(side - size + 1), size };
        if (places.some((other) => overlap(place, other))) continue;
        places.push(place);
        break;
      }
    }
    if (places.length === sizes.length) return places;
  }
  throw new Error(`no room for ${sizes.length} squares in ${side} x ${side} pixels`);
}

function overlap(a: Place, b: Place): boolean {
  return a.left < b.left + b.size && b.left < a.left + a.size && a.top < b.top + b.size && b.top < a.top + a.size;
}
