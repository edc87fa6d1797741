import { MEAN_NAMES, WRAPPER_NAMES } from '../wrapperNames.js';

/** What stands before the name of every tensor: names of wrappers and envelopes, one around the other. */
const WRAPPER = new RegExp(`^(?:${[...WRAPPER_NAMES, ...MEAN_NAMES].join('|')})\\.`);
const MEAN = new RegExp(`(?:^|\\.)(?:${MEAN_NAMES.join('|')})\\.`);
const MOST_WRAPPERS = 8;

/** The name with all its wrappers' prefixes taken off, and these. */
function split(name: string): [prefix: string, rest: string] {
  let at = 0;
  for (let k = 0; k < MOST_WRAPPERS; k++) {
    const length = WRAPPER.exec(name.slice(at, at + 20))?.[0].length ?? 0;
    if (length === 0) break;
    at += length;
  }
  return [name.slice(0, at), name.slice(at)];
}

/** Things by the names of a checkpoint's tensors, and what was left out. */
export interface Unwrapped<T> {
  readonly named: ReadonlyMap<string, T>;
  /** Names outside of the wrapper that holds the CLIP: a loss, a metric, a second model. */
  readonly aside: readonly string[];
}

/**
 * The tensors of a checkpoint by the names that they have without their wrappers: a prefix that all names share is
 * taken off; else the shortest one before what `isMark` knows, a running mean's last, and names without it are left
 * out.
 * @param isMark whether a name is one that only a CLIP has
 */
export function unwrapNames<T>(named: ReadonlyMap<string, T>, isMark: (name: string) => boolean): Unwrapped<T> {
  const names = [...named.keys()];
  let shared = split(names[0] ?? '')[0];
  while (shared !== '' && !names.every((name) => name.startsWith(shared)))
    shared = shared.slice(0, shared.lastIndexOf('.', shared.length - 2) + 1);
  const marked = names
    .map(split)
    .flatMap(([prefix, rest]) => (isMark(rest) ? [prefix] : []))
    .sort((a, b) => Number(MEAN.test(a)) - Number(MEAN.test(b)) || a.length - b.length)[0];
  const prefix = marked ?? shared;
  if (prefix === '') return { named, aside: [] };
  const inside = [...named].filter(([name]) => name.startsWith(prefix));
  return {
    named: new Map(inside.map(([name, value]) => [name.slice(prefix.length), value])),
    aside: names.filter((name) => !name.startsWith(prefix)),
  };
}
