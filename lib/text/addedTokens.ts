import { UserError } from '../io/userError.js';

/**
 * A token that was added to a vocabulary after its merges were learned. It is looked for in a text before anything
 * else.
 */
export interface AddedToken {
  readonly content: string;
  /** Behind all the ids of the merges. */
  readonly id: number;
  /** Whether it is looked for in the cleaned and lower-cased text, rather than as it is written. */
  readonly normalized: boolean;
  /** Whether it counts only where no letter, digit or underscore touches it. */
  readonly singleWord: boolean;
}

/** Ids are rows of an embedding; no model has as many. */
const LARGEST_ID = 2 ** 24;

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A token as files of Hugging Face's tokenizers have it: an object, or nothing but its content. */
function readToken(content: unknown, id: unknown, token: unknown, path: string): AddedToken {
  const fields = isObject(token) ? token : {};
  const isId = Number.isSafeInteger(id) && (id as number) >= 0 && (id as number) < LARGEST_ID;
  if (typeof content !== 'string' || content === '' || !isId)
    throw new UserError(
      `${path} adds the token ${JSON.stringify(content)} with the id ${JSON.stringify(id)}: a text and a whole number were expected; fetch or save it again.`,
    );
  const flag = (name: string, otherwise: boolean): boolean =>
    typeof fields[name] === 'boolean' ? fields[name] : otherwise;
  return {
    content,
    id: id as number,
    normalized: flag('normalized', !flag('special', false)),
    singleWord: flag('single_word', false),
  };
}

/** The `added_tokens` of a `tokenizer.json`. */
export function readTokenList(list: unknown, path: string): AddedToken[] {
  if (list === undefined || list === null) return [];
  if (!Array.isArray(list)) throw new UserError(`${path} has added_tokens that are no list; fetch or save it again.`);
  return list.map((token: unknown) =>
    isObject(token) ? readToken(token['content'], token['id'], token, path) : readToken(token, undefined, token, path),
  );
}

/** The `added_tokens_decoder` of a `tokenizer_config.json`: tokens by id. */
export function readTokenDecoder(decoder: unknown, path: string): AddedToken[] {
  if (!isObject(decoder)) return [];
  return Object.entries(decoder).map(([id, token]) =>
    readToken(isObject(token) ? token['content'] : token, Number(id), token, path),
  );
}

/** An `added_tokens.json`: ids by content. */
export function readTokenIds(ids: unknown, path: string): AddedToken[] {
  if (!isObject(ids)) throw new UserError(`${path} should be a JSON object of tokens and ids; fetch or save it again.`);
  return Object.entries(ids).map(([content, id]) => readToken(content, id, undefined, path));
}

/** What `readTokenDecoder` reads. */
export function writeTokenDecoder(added: readonly AddedToken[]): object {
  const entries = added.map(({ content, id, normalized, singleWord }) => [
    id,
    { content, lstrip: false, normalized, rstrip: false, single_word: singleWord, special: !normalized },
  ]);
  return Object.fromEntries(entries) as object;
}

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
const WORD = '[\\p{L}\\p{N}_]';

/** Cuts a text at the added tokens in it, the longest first where several begin at one place. */
export function createTokenSplitter(added: readonly AddedToken[]): (text: string) => readonly (string | AddedToken)[] {
  if (added.length === 0) return (text) => [text];
  const written = ({ content, normalized }: AddedToken): string => (normalized ? content.toLowerCase() : content);
  const byContent = new Map(added.map((token) => [written(token), token]));
  const pattern = [...added]
    .sort((a, b) => b.content.length - a.content.length)
    .map((token) => (token.singleWord ? `(?<!${WORD})${escaped(written(token))}(?!${WORD})` : escaped(written(token))))
    .join('|');
  const expression = new RegExp(`(${pattern})`, 'u');
  return (text) => text.split(expression).map((piece, k) => (k % 2 === 1 ? byContent.get(piece)! : piece));
}
