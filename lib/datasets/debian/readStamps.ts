import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { breathe } from '../../io/interruption.js';
import { filesBelow } from './filesBelow.js';
import { DRAWN_AMONG_PHOTOGRAPHS, PHOTOGRAPH_FOLDERS } from './photographFolders.js';
import { plainText } from './plainText.js';

/** A stamp of Tux Paint with its English caption. */
export interface Stamp {
  /** From the stamps' folder on, e.g. "animals/birds/crow.png". */
  readonly path: string;
  /** e.g. "animals/birds". */
  readonly folder: string;
  /** e.g. "A crow." */
  readonly caption: string;
  /** A photograph cut out of its background; else a drawing. */
  readonly photograph: boolean;
  /** Where its file is. */
  readonly png: string;
}

/** Captions are shorter; the translations behind them are not read. */
const MAX_CAPTION_BYTES = 1024;

/** The same image the other way round. */
const MIRRORED = /_mirror\.png$/;

/**
 * Lists the stamps of an unpacked `tuxpaint-stamps-default` that are PNGs with a caption, sorted by path; the ones that
 * mirror another are left out. Its photographs are those of `PHOTOGRAPH_FOLDERS`.
 * @throws UserError where the folder is not there
 */
export async function readStamps(folder: string): Promise<Stamp[]> {
  const captioned = new Set(await filesBelow(folder, '.txt'));
  const stamps: Stamp[] = [];
  for (const path of await filesBelow(folder, '.png')) {
    const text = path.replace(/\.png$/, '.txt');
    if (MIRRORED.test(path) || !captioned.has(text)) continue;
    const caption = await firstLine(join(folder, text));
    if (caption === '') continue;
    const within = path.slice(0, Math.max(0, path.lastIndexOf('/')));
    const photograph = PHOTOGRAPH_FOLDERS.includes(within) && !DRAWN_AMONG_PHOTOGRAPHS.includes(path);
    stamps.push({ path, folder: within, caption, photograph, png: join(folder, path) });
    if (stamps.length % 100 === 0) await breathe();
  }
  return stamps;
}

async function firstLine(path: string): Promise<string> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(MAX_CAPTION_BYTES), 0, MAX_CAPTION_BYTES, 0);
    return plainText(buffer.subarray(0, bytesRead).toString('utf8').split('\n', 1)[0]!);
  } finally {
    await file.close();
  }
}
