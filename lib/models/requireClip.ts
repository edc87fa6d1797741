import { told } from '../io/told.js';
import { UserError } from '../io/userError.js';
import type { Clip } from './clip.js';

/**
 * Refuses what is no model, such as what `loadModel` gives, which holds one.
 * @throws UserError
 */
export function requireClip(model: Clip): void {
  const given = model as Partial<Clip> & { readonly model?: Partial<Clip> | null };
  const isClip = (one: Partial<Clip> | null | undefined): boolean =>
    typeof one?.encodeImage === 'function' && typeof one.config === 'object';
  if (isClip(given)) return;
  throw new UserError(
    isClip(given?.model)
      ? `the model is what loadModel gives, expected the model in it: const { model, tokenizer } = await loadModel().`
      : `the model is ${told(model)}, expected a CLIP: const { model, tokenizer } = await loadModel().`,
  );
}
