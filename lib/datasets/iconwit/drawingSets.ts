import { artistHalf } from '../debian/artists.js';
import { drawingNames } from '../debian/drawingNames.js';
import { OPENCLIPART_DEB } from '../debian/pinnedDebs.js';
import { readOpenclipart, type Drawing } from '../debian/readOpenclipart.js';
import { withoutSeries } from '../debian/withoutSeries.js';
import type { Candidate } from './candidates.js';
import { drawingCaptions } from './drawingCaptions.js';
import { splitOfSet } from './heldOutSets.js';
import type { IconSetInfo } from './iconSet.js';
import type { KindsOfThings } from './kindsOfThings.js';
import type { DocumentSet, RenderedSet } from './renderSets.js';

/** The two halves of Openclipart's artists, as sets of their own. */
export const DRAWING_SETS = { train: 'openclipart', heldout: 'openclipart-heldout' } as const;

/** Raised when other drawings of the same package are taken. */
const CHOICE_VERSION = 1;

/** A half of Openclipart. */
export interface DrawingSet {
  readonly info: IconSetInfo;
  readonly drawings: readonly Drawing[];
  /** By path, what a drawing shows in a few words. */
  readonly names: ReadonlyMap<string, string>;
}

/** Reads both halves of an unpacked `openclipart-svg`, without most of each near-identical series. */
export async function readDrawingSets(folder: string): Promise<DrawingSet[]> {
  const { drawings } = await readOpenclipart(folder);
  const names = drawingNames(drawings);
  const kept = withoutSeries(drawings);
  return (['train', 'heldout'] as const).map((half) => ({
    info: {
      prefix: DRAWING_SETS[half],
      title: half === 'train' ? 'Openclipart' : 'Openclipart, the other artists',
      author: 'its artists, each named with the sample',
      license: 'CC-PDDC',
      source: 'https://openclipart.org',
      color: true,
      kind: 'Drawings',
    },
    drawings: kept.filter(({ artist }) => artistHalf(artist) === half),
    names,
  }));
}

const nameOf = ({ path }: Drawing): string => path.replace(/\.svg$/, '');

/** A half's drawings as documents to draw. */
export function drawingDocuments({ info, drawings }: DrawingSet): DocumentSet {
  return {
    prefix: info.prefix,
    source: `${OPENCLIPART_DEB.name}@${OPENCLIPART_DEB.version} ${CHOICE_VERSION}`,
    fit: 'drawing',
    documents: () => Promise.resolve(drawings.map((drawing) => ({ name: nameOf(drawing), svg: drawing.svg }))),
  };
}

/** The candidates of a half's rendered drawings; those that no words tell of have no caption. */
export function drawingCandidates(
  { info, drawings, names }: DrawingSet,
  rendered: RenderedSet,
  kinds: KindsOfThings,
): Candidate[] {
  const byName = new Map(drawings.map((drawing) => [nameOf(drawing), drawing]));
  return rendered.icons.flatMap(({ name, pixelHash, offset, bytes }): Candidate[] => {
    const drawing = byName.get(name);
    if (!drawing) return [];
    const texts = drawingCaptions(drawing, names.get(drawing.path) ?? '', kinds);
    const { artist: author } = drawing;
    const split = splitOfSet(info.prefix);
    return [
      { id: `${info.prefix}:${name}`, set: info, split, name, author, ...texts, style: '', pixelHash, offset, bytes },
    ];
  });
}
