import type { NamedTensor } from '../models/namedTensors.js';
import { openSafetensors } from './openSafetensors.js';
import { widened } from './storedTensors.js';

/**
 * Every tensor of a safetensors file in memory, as float32: F16 and BF16 widen exactly, F64 and integers above 2^24
 * round.
 * @throws UserError naming the file and what is wrong with it
 * @example
 * const tensors = await readSafetensors('models/mine/model.safetensors');
 * for (const [name, { shape }] of tensors) show(`${name} [${shape.join(', ')}]`);
 */
// eslint-disable-next-line @typescript-eslint/require-await -- a promise, because that is what reading files gives
export async function readSafetensors(path: string): Promise<Map<string, NamedTensor>> {
  const file = openSafetensors(path);
  try {
    return new Map(
      [...file.tensors].map(([name, stored]) => {
        const { shape, data } = widened(stored, name, path);
        return [name, { shape, data }];
      }),
    );
  } finally {
    file.close();
  }
}
