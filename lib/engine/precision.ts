import { told } from '../io/told.js';
import { UserError } from '../io/userError.js';
import { hasBfloat16Hardware } from './bfloat16Hardware.js';
import { hasFusedBfloat16MatMul } from './nativeKernels.js';

/**
 * What convolutions and matrix products compute in. `auto` is bfloat16 where the processor multiplies in it, which is
 * about twice as fast and turns features by a cosine above 0.999, and float32 elsewhere.
 */
export type Precision = 'auto' | 'fp32' | 'bf16';

/**
 * What `auto` means on this machine; the others mean themselves.
 * @throws UserError for another name
 * @example
 * resolvePrecision('auto'); // 'bf16' where the processor multiplies in it
 */
export function resolvePrecision(precision: Precision): 'fp32' | 'bf16' {
  if (!['auto', 'fp32', 'bf16'].includes(precision))
    throw new UserError(`the precision is ${told(precision)}, expected one of auto, fp32, bf16.`);
  if (precision !== 'auto') return precision;
  return hasBfloat16Hardware() && hasFusedBfloat16MatMul() ? 'bf16' : 'fp32';
}
