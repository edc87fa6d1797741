import { told } from '../io/told.js';
import { UserError } from '../io/userError.js';
import type { Tokenizer } from './tokenizer.js';

/** Refuses what is no tokenizer. @throws UserError */
export function requireTokenizer(tokenizer: Tokenizer): void {
  const given = tokenizer as Partial<Tokenizer> | null | undefined;
  if (typeof given?.tokenize !== 'function')
    throw new UserError(
      `the tokenizer is ${told(tokenizer)}, expected that of the model: const { model, tokenizer } = await loadModel().`,
    );
}
