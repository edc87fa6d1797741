import { inspect, types } from 'node:util';

/** A notebook holds no text longer than this for a value or an error. */
const MAX_CHARACTERS = 1_000_000;

/** A text, or its beginning and how much is left out. */
export const shortened = (text: string, limit = MAX_CHARACTERS): string =>
  text.length <= limit
    ? text
    : `${text.slice(0, limit)}\n… ${(text.length - limit).toLocaleString('en')} more characters`;

/** A property of any value; `undefined` where asking for it throws. */
export function readSafely(value: unknown, key: string): unknown {
  try {
    return (value as Record<string, unknown> | null | undefined)?.[key];
  } catch {
    return undefined;
  }
}

/** `test(value)`, or `false` where it throws, as proxies and getters can make it do. */
export function holdsSafely<Kind>(test: (value: unknown) => value is Kind, value: unknown): value is Kind;
export function holdsSafely(test: (value: unknown) => boolean, value: unknown): boolean;
export function holdsSafely(test: (value: unknown) => boolean, value: unknown): boolean {
  try {
    return test(value);
  } catch {
    return false;
  }
}

/** Any value as text, of bounded length, whatever its own ways to be inspected do. */
export function inspectSafely(value: unknown): string {
  for (const options of [{}, { customInspect: false, getters: false }]) {
    try {
      return shortened(String(inspect(value, options)));
    } catch {
      // plainer, then
    }
  }
  return `[${types.isProxy(value) ? 'a proxy' : `a value of type ${typeof value}`} that cannot be shown]`;
}
