import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { startProgress } from '../../io/progress.js';
import { sha256, sha256File } from '../../io/sha256.js';
import { writeFileAtomic } from '../../io/writeFileAtomic.js';
import type { Fit } from './renderIcon.js';
import type { RenderPool } from './renderPool.js';

/** Raised when the same SVG may come out as other bytes. */
const RENDER_VERSION = 1;

/** Where an icon's PNG lies in its set's pack. */
export interface PackedIcon {
  readonly name: string;
  readonly pixelHash: string;
  readonly offset: number;
  readonly bytes: number;
}

/** The index of one set's rendered images; the PNGs lie one after the other in `<prefix>.pack`. */
export interface RenderedSet {
  readonly prefix: string;
  /** What the pack was made from; another key, another pack. */
  readonly key: string;
  readonly packSha256: string;
  readonly icons: readonly PackedIcon[];
  readonly blank: readonly string[];
  /** Name -> why: a bad file, or one that killed its worker. */
  readonly failed: Readonly<Record<string, string>>;
  readonly crashed: Readonly<Record<string, string>>;
}

/** A set of SVG documents to draw. */
export interface DocumentSet {
  readonly prefix: string;
  /** What they come from, e.g. "@iconify/json@2.2.535". */
  readonly source: string;
  readonly fit: Fit;
  /** Reads them, for an image of `size` pixels a side. */
  documents(size: number): Promise<readonly { readonly name: string; readonly svg: string }[]>;
}

export interface RenderOptions {
  readonly folder: string;
  /** Pixels a side. */
  readonly size: number;
}

export function packPath(folder: string, prefix: string): string {
  return join(folder, `${prefix}.pack`);
}

/**
 * Draws every document of the sets into one pack a set. A pack that is there, of the same key and whole, is kept:
 * killed and run again, the build loses the set it was at.
 */
export async function renderSets(
  sets: readonly DocumentSet[],
  options: RenderOptions,
  createPool: () => RenderPool,
): Promise<RenderedSet[]> {
  const { folder, size } = options;
  const progress = startProgress('rendering', 'sets', sets.length);
  let pool: RenderPool | undefined;
  try {
    const packs: RenderedSet[] = [];
    let drawn = 0;
    const start = performance.now();
    for (const set of sets) {
      const { prefix } = set;
      const key = sha256(JSON.stringify([RENDER_VERSION, set.source, size])).slice(0, 16);
      let rendered = await readRendered(folder, prefix, key);
      if (!rendered) {
        pool ??= createPool();
        rendered = await renderSet(options, set, key, pool);
        drawn += rendered.icons.length;
      }
      packs.push(rendered);
      progress.advance(1, `${prefix}, ${Math.round((1000 * drawn) / (performance.now() - start))} icons/s`);
    }
    progress.finish(`${drawn} icons drawn`);
    return packs;
  } finally {
    pool?.close();
  }
}

async function renderSet(
  { folder, size }: RenderOptions,
  set: DocumentSet,
  key: string,
  pool: RenderPool,
): Promise<RenderedSet> {
  const { prefix, fit } = set;
  const drawn = await set.documents(size);
  const results = await pool.render(
    drawn.map(({ svg }) => svg),
    size,
    fit,
  );
  const icons: PackedIcon[] = [];
  const blank: string[] = [];
  const failed: Record<string, string> = {};
  const crashed: Record<string, string> = {};
  const chunks: Uint8Array[] = [];
  let offset = 0;
  drawn.forEach(({ name }, k) => {
    const result = results[k]!;
    if (result.kind === 'blank') blank.push(name);
    else if (result.kind === 'failed') failed[name] = result.reason;
    else if (result.kind === 'crashed') crashed[name] = result.reason;
    else {
      icons.push({ name, pixelHash: result.pixelHash, offset, bytes: result.png.length });
      chunks.push(result.png);
      offset += result.png.length;
    }
  });
  const pack = Buffer.concat(chunks);
  const packSha256 = createHash('sha256').update(pack).digest('hex');
  const rendered = { prefix, key, packSha256, icons, blank, failed, crashed };
  await writeFileAtomic(packPath(folder, prefix), pack);
  await writeFileAtomic(join(folder, `${prefix}.json`), JSON.stringify(rendered));
  return rendered;
}

/** The set's pack if it is there, made from the same things, and whole. */
async function readRendered(folder: string, prefix: string, key: string): Promise<RenderedSet | undefined> {
  try {
    const rendered = JSON.parse(await readFile(join(folder, `${prefix}.json`), 'utf8')) as RenderedSet;
    if (rendered.key !== key) return undefined;
    const path = packPath(folder, prefix);
    const size = rendered.icons.reduce((sum, icon) => sum + icon.bytes, 0);
    if ((await stat(path)).size !== size || (await sha256File(path)) !== rendered.packSha256) return undefined;
    return rendered;
  } catch {
    return undefined;
  }
}
