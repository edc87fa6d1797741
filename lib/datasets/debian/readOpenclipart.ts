import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { breathe } from '../../io/interruption.js';
import { createReadingBudget } from '../../io/readingBudget.js';
import { artistKey, statesArtist } from './artists.js';
import { filesBelow } from './filesBelow.js';
import { plainText } from './plainText.js';
import { svgMetadata, type SvgMetadata } from './svgMetadata.js';

/** A drawing of Openclipart with what its metadata say of it. */
export interface Drawing {
  /** From the library's folder on, e.g. "food/fruit/apple_1.svg". */
  readonly path: string;
  readonly title: string;
  /** '' where it has none. */
  readonly description: string;
  readonly keywords: readonly string[];
  readonly artist: string;
  /** SPDX identifier. */
  readonly license: string;
  readonly svg: string;
}

/** Why drawings are left out. */
export type DrawingFault = 'damaged' | 'noArtist' | 'noLicense' | 'otherLicense';

/** Several times what the largest drawing has. */
const LIMITS = { bytes: 2 ** 24, entries: 1_000_000, seconds: 30 };

/** Creative Commons' dedication to the public domain of 2003, under its two addresses. */
const PUBLIC_DOMAIN =
  /^https?:\/\/(?:web\.resource\.org\/cc\/PublicDomain|creativecommons\.org\/licenses\/publicdomain\/?)$/;
const PUBLIC_DOMAIN_SPDX = 'CC-PDDC';

/** What the library's programs wrote where there was no keyword. */
const NO_KEYWORD = /^(?:hash(?:\(0x[\da-f]+\))?|0x[\da-f]+|unsorted)$/i;

/**
 * Reads the drawings of an unpacked `openclipart-svg`, sorted by path, as far as they state an artist and that they are
 * in the public domain.
 * @returns the drawings, and how many were left out for what
 * @throws UserError where the folder is not there
 */
export async function readOpenclipart(
  folder: string,
): Promise<{ drawings: Drawing[]; leftOut: Record<DrawingFault, number> }> {
  const drawings: Drawing[] = [];
  const leftOut = { damaged: 0, noArtist: 0, noLicense: 0, otherLicense: 0 };
  for (const [k, path] of (await filesBelow(folder, '.svg')).entries()) {
    if (k % 100 === 0) await breathe();
    const svg = await readFile(join(folder, path), 'utf8');
    const drawing = describe(path, svg);
    if (typeof drawing === 'string') leftOut[drawing]++;
    else drawings.push(drawing);
  }
  return { drawings, leftOut };
}

function describe(path: string, svg: string): Drawing | DrawingFault {
  const budget = createReadingBudget(path, 'dataset', LIMITS);
  let stated: SvgMetadata;
  try {
    budget.takeBytes(svg.length);
    stated = svgMetadata(svg, budget);
  } catch {
    return 'damaged';
  }
  const artist = plainText(stated.creator);
  if (!statesArtist(artist)) return 'noArtist';
  if (stated.license === '') return 'noLicense';
  if (!PUBLIC_DOMAIN.test(stated.license)) return 'otherLicense';
  const keywords = stated.keywords
    .map(plainText)
    .filter((word) => word !== '' && !NO_KEYWORD.test(word) && artistKey(word) !== artistKey(artist));
  return {
    path,
    title: plainText(stated.title),
    description: plainText(stated.description),
    keywords: [...new Set(keywords)],
    artist,
    license: PUBLIC_DOMAIN_SPDX,
    svg,
  };
}
