import type { ResizedAxis } from './bicubicWindow.js';
import { roundHalfEven } from '../preprocessing.js';

/** Both axes of an image whose shorter side becomes `size`, with the square in their middle. */
export interface CenterSquare {
  readonly down: ResizedAxis;
  readonly across: ResizedAxis;
}

/**
 * Where the released models look: the longer side is rounded down, and a square that cannot be in the middle is moved
 * to the even one of the two places (Python's rounding).
 */
export function centerSquare(height: number, width: number, size: number): CenterSquare {
  const shorter = Math.min(height, width);
  const axis = (length: number): ResizedAxis => {
    const resized = length === shorter ? size : Math.trunc((size * length) / shorter);
    return { size: resized, begin: roundHalfEven((resized - size) / 2), count: size };
  };
  return { down: axis(height), across: axis(width) };
}
