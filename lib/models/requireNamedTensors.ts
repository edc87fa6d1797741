import { told } from '../io/told.js';
import { UserError } from '../io/userError.js';
import type { NamedTensors } from './namedTensors.js';

/**
 * Refuses what is no map of tensors by name. Their data are not looked at: they may be read from a file only when they
 * are wanted.
 * @throws UserError
 */
export function requireNamedTensors(tensors: NamedTensors): void {
  const given = tensors as Partial<NamedTensors> | null | undefined;
  if (typeof given?.get !== 'function' || typeof given.keys !== 'function')
    throw new UserError(`the tensors are ${told(given)}, expected a map of them by name, as readSafetensors gives it.`);
  for (const [name, tensor] of tensors as ReadonlyMap<string, unknown>)
    if (!Array.isArray((tensor as { shape?: unknown } | null | undefined)?.shape))
      throw new UserError(
        `the tensor ${told(name)} is ${told(tensor)}, expected { shape, data } as readSafetensors gives.`,
      );
}
