import { geluOf, quickGeluOf } from './activationTwins.mjs';
import { count, fill } from './twin.mjs';

/** @typedef {import('./twin.mjs').Twin} Twin */

/** @type {Twin} */
export function linear([x, weight, bias], { activation }) {
  const [outputs = 0, inputs = 0] = weight.shape;
  const fits = x.shape.length > 0 && weight.shape.length === 2 && x.shape.at(-1) === inputs;
  if (!fits || count(bias.shape) !== outputs) return undefined;
  const shape = [...x.shape.slice(0, -1), outputs];
  const act = [(/** @type {number} */ x) => x, geluOf, quickGeluOf][activation];
  if (!act) return undefined;
  const values = fill(count(shape), (k) => {
    const row = Math.floor(k / outputs);
    let sum = Number(bias.values[k % outputs]);
    for (let i = 0; i < inputs; i++)
      sum += Number(x.values[row * inputs + i]) * Number(weight.values[(k % outputs) * inputs + i]);
    return act(sum);
  });
  return [{ shape, values }];
}
