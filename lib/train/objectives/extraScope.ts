import type { Parameters } from '../../models/parameters.js';
import { createScope, type Mode, type Scope } from '../../models/scope.js';

/** An objective's own parameters of one prefix, for a pass. */
export function extraScope(extra: Parameters, mode: Mode, prefix: string): Scope {
  return createScope({ parameters: extra, mode, prefix, observed: prefix });
}
