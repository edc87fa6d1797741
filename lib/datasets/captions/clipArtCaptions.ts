import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { encodeSmallPng } from '../../image/decode/encodeSmallPng.js';
import { renderDrawing } from '../../image/decode/renderDrawing.js';
import { cacheDirectory, dataDirectory } from '../../io/projectPaths.js';
import { startProgress } from '../../io/progress.js';
import { sha256 } from '../../io/sha256.js';
import { withFileLock } from '../../io/withFileLock.js';
import { writeFileAtomic } from '../../io/writeFileAtomic.js';
import { fetchDeb } from '../debian/fetchDeb.js';
import { OPENCLIPART_DEB } from '../debian/pinnedDebs.js';
import type { Drawing } from '../debian/readOpenclipart.js';
import { drawingCaptions } from '../iconwit/drawingCaptions.js';
import { DRAWING_SETS, readDrawingSets, type DrawingSet } from '../iconwit/drawingSets.js';
import { pixelHash } from '../iconwit/renderIcon.js';
import { imageKey } from '../suite/imageKey.js';
import { SUITE_IMAGE_SIZE } from '../suite/suiteIcons.js';
import { writeTar, type TarFile } from '../tar/writeTar.js';
import { CLIP_ART } from './loadCaptionedImages.js';

/** Fewer captions make no set with several. */
const LEAST_CAPTIONS = 2;
/** Folders of buttons, patterns and signs of maps, of which words say little. */
const OF_PROGRAMS = /theme|icons\/|buttons\/|^special\/|^signs_and_symbols\//;
/** Raised when other drawings are chosen. */
const SEED = 'clip-art captions 1';

/** What was built. */
export interface BuiltCaptions {
  readonly images: number;
  readonly captions: number;
  readonly folder: string;
}

/** Where the captioned clip art is built, and from what. */
export interface BuildCaptionsOptions {
  readonly folder?: string;
  readonly cache?: string;
}

/**
 * Builds the captioned clip art from Debian's `openclipart-svg`: drawings by the artists whom IconWIT holds out, each
 * with two or three captions that its artist wrote, a title, a description in a sentence, and keywords. No two share a
 * caption, and none is pixel for pixel another. The same package gives the same bytes.
 */
export async function buildCaptions({
  folder = join(dataDirectory(), 'captions', CLIP_ART),
  cache = cacheDirectory(),
}: BuildCaptionsOptions = {}): Promise<BuiltCaptions> {
  const halves = await readDrawingSets(await fetchDeb(join(cache, 'debian'), OPENCLIPART_DEB));
  const held = halves.find(({ info }) => info.prefix === DRAWING_SETS.heldout)!;
  return withFileLock(join(folder, 'build.lock'), async () => {
    const files: TarFile[] = [];
    const credits = ['key,artist,license'];
    const seen = new Set<string>();
    const chosen = chooseDrawings(held);
    const progress = startProgress('drawing captioned clip art', 'images', chosen.length);
    let captions = 0;
    for (const { drawing, texts } of chosen) {
      const pixels = await renderDrawing(drawing.svg, SUITE_IMAGE_SIZE);
      const hash = pixelHash(pixels);
      if (seen.has(hash)) continue;
      seen.add(hash);
      const key = imageKey('openclipart', drawing.path.replace(/\.svg$/, ''));
      files.push({ name: `${key}.png`, data: await encodeSmallPng(pixels, SUITE_IMAGE_SIZE, SUITE_IMAGE_SIZE) });
      files.push({ name: `${key}.txt`, data: Buffer.from(texts.join('\n') + '\n') });
      credits.push(`${key},"${drawing.artist.replaceAll('"', '""')}",${drawing.license}`);
      captions += texts.length;
      progress.advance();
    }
    progress.finish();
    await writeFileAtomic(join(folder, 'test', '0.tar'), gzipSync(writeTar(files), { level: 9 }));
    await writeFileAtomic(join(folder, 'test', 'nshards.txt'), '1\n');
    await writeFileAtomic(join(folder, 'credits.csv'), credits.join('\n') + '\n');
    return { images: credits.length - 1, captions, folder };
  });
}

/**
 * Drawings with captions enough, none of which is also another drawing's, in an order that says nothing of what they
 * show.
 */
function chooseDrawings({ drawings, names }: DrawingSet): { drawing: Drawing; texts: string[] }[] {
  const captioned = drawings
    .filter(({ path }) => !OF_PROGRAMS.test(path))
    .map((drawing) => ({ drawing, texts: captionsOf(drawing, names.get(drawing.path) ?? '') }));
  const uses = new Map<string, number>();
  for (const { texts } of captioned) for (const text of texts) uses.set(text, (uses.get(text) ?? 0) + 1);
  const order = ({ path }: Drawing): string => sha256(`${SEED} ${path}`);
  return captioned
    .map(({ drawing, texts }) => ({ drawing, texts: texts.filter((text) => uses.get(text) === 1) }))
    .filter(({ texts }) => texts.length >= LEAST_CAPTIONS)
    .sort((a, b) => (order(a.drawing) < order(b.drawing) ? -1 : 1));
}

/** What the artist wrote: a title, a description where it says something else, and keywords. */
function captionsOf(drawing: Drawing, name: string): string[] {
  const { captions, category } = drawingCaptions(drawing, name, () => undefined);
  return captions.filter((caption) => caption !== category && !caption.startsWith('a drawing of '));
}
