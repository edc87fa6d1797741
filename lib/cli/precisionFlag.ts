import type { Precision } from '../engine/precision.js';
import { UserError } from '../io/userError.js';

/** What `--precision` was given. @throws UserError where it is none of the three */
export function precisionFlag(flag: string): Precision {
  if (flag === 'auto' || flag === 'fp32' || flag === 'bf16') return flag;
  throw new UserError(`--precision ${flag} is none of auto, fp32, bf16.`);
}
