import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** One drawing: an SVG body and its view box. */
export interface Icon {
  readonly name: string;
  readonly body: string;
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Who made a set and on what terms. */
export interface IconSetInfo {
  readonly prefix: string;
  readonly title: string;
  readonly author: string;
  /** SPDX identifier. */
  readonly license: string;
  readonly source: string;
  readonly color: boolean;
  /** The collection's own heading for the set, e.g. "Emoji". */
  readonly kind: string;
}

export interface IconSet extends IconSetInfo {
  readonly icons: readonly Icon[];
  /** Icon name -> the set's category. */
  readonly categories: ReadonlyMap<string, string>;
  /** Icon name -> other names of the same drawing. */
  readonly otherNames: ReadonlyMap<string, readonly string[]>;
  /** Icon name -> Unicode sequence in hex, e.g. "1f469-200d-1f692". */
  readonly codePoints: ReadonlyMap<string, string>;
  /** Styles the set itself declares as endings or beginnings of its names. */
  readonly declaredSuffixes: readonly string[];
  readonly declaredPrefixes: readonly string[];
}

interface IconifyFile {
  prefix: string;
  info: {
    name: string;
    author: { name: string; url?: string };
    license: { title: string; spdx?: string };
    palette?: boolean;
    category?: string;
  };
  icons: Record<string, { body: string } & Partial<Box>>;
  aliases?: Record<string, { parent: string; rotate?: number; hFlip?: boolean; vFlip?: boolean }>;
  categories?: Record<string, string[]>;
  chars?: Record<string, string>;
  suffixes?: Record<string, string>;
  prefixes?: Record<string, string>;
}

interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}

/** Where `@iconify/json` keeps its sets. */
function setsFolder(modules: string): string {
  return join(modules, '@iconify', 'json', 'json');
}

/** The sets' prefixes, sorted. */
export async function listIconSets(modules: string): Promise<string[]> {
  const files = await readdir(setsFolder(modules));
  return files
    .filter((file) => file.endsWith('.json'))
    .map((file) => file.slice(0, -'.json'.length))
    .sort();
}

/** Reads one set of `@iconify/json`; `modules` is the node_modules folder that holds it. */
export async function readIconSet(modules: string, prefix: string): Promise<IconSet> {
  const text = await readFile(join(setsFolder(modules), `${prefix}.json`), 'utf8');
  return parseIconSet(JSON.parse(text) as IconifyFile & Partial<Box>);
}

/**
 * The format's rules: sizes default to the set's and then to 16; an alias is another name unless it turns or flips its
 * parent.
 */
function parseIconSet(file: IconifyFile & Partial<Box>): IconSet {
  const { info } = file;
  const otherNames = new Map<string, string[]>();
  for (const [name, alias] of Object.entries(file.aliases ?? {})) {
    if (alias.rotate || alias.hFlip || alias.vFlip) continue;
    otherNames.set(alias.parent, [...(otherNames.get(alias.parent) ?? []), name]);
  }
  return {
    prefix: file.prefix,
    title: info.name,
    author: info.author.name,
    license: info.license.spdx ?? info.license.title,
    source: info.author.url ?? '',
    color: info.palette === true,
    kind: info.category ?? '',
    icons: Object.entries(file.icons).map(([name, icon]) => ({
      name,
      body: icon.body,
      left: icon.left ?? file.left ?? 0,
      top: icon.top ?? file.top ?? 0,
      width: icon.width ?? file.width ?? 16,
      height: icon.height ?? file.height ?? 16,
    })),
    categories: new Map(
      Object.entries(file.categories ?? {}).flatMap(([category, names]) => names.map((name) => [name, category])),
    ),
    otherNames,
    codePoints: new Map(Object.entries(file.chars ?? {}).map(([code, name]) => [name, code])),
    declaredSuffixes: Object.keys(file.suffixes ?? {}).filter(Boolean),
    declaredPrefixes: Object.keys(file.prefixes ?? {}).filter(Boolean),
  };
}
