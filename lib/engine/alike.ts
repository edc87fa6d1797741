import { DT } from './backend.js';
import { isBfloat16, toBfloat16 } from './bfloat16.js';
import type { Tensor } from './tf.js';

/** The tensors as one native op wants them: all bfloat16 where one of them is. */
export function alike<T extends readonly Tensor[]>(tensors: readonly [...T]): T {
  const half = tensors.some(isBfloat16);
  return (half ? tensors.map((tensor) => toBfloat16(tensor)) : tensors) as T;
}

/** TensorFlow's number for what a tensor is held in. */
export function storedAs(tensor: Tensor): number {
  return isBfloat16(tensor) ? DT.bfloat16 : DT.float;
}
