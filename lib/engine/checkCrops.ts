import { mustFit } from './mustFit.js';

/** How far a box may lie beyond its image: what rounding makes of its edges. */
const SLACK = 1e-3;

/**
 * Images [N, H, W, 3] of which a box each is cut: boxes [N, 4] as (top, left, bottom, right), 0..1.
 * @throws UserError where boxes and images do not go together
 */
export function checkCrops(shape: readonly [number, number, number, number], boxes: Float32Array, size: number): void {
  const [N, H, W, channels] = shape;
  mustFit(
    shape.length === 4 && channels === 3 && (N === 0 || (H > 0 && W > 0)),
    () => `Images to crop must be [N, H, W, 3] with at least one pixel each, and these are [${shape.join(', ')}].`,
  );
  mustFit(
    Number.isInteger(size) && size >= 1,
    () => `The side of a crop must be a whole number from 1 on, and it is ${size}.`,
  );
  mustFit(
    boxes.length === 4 * N,
    () => `Crops of ${N} images take 4 numbers each, ${4 * N} in all, and there are ${boxes.length}.`,
  );
  const wrong = boxes.findIndex((edge) => !(edge >= -SLACK && edge <= 1 + SLACK));
  mustFit(
    wrong < 0,
    () => `The edges of a crop must be within 0..1 of its image, and one of image ${wrong >> 2} is ${boxes[wrong]}.`,
  );
}
