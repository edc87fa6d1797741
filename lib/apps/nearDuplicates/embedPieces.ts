import { join } from 'node:path';
import { breathe } from '../../io/interruption.js';
import { cacheDirectory } from '../../io/projectPaths.js';
import { startProgress } from '../../io/progress.js';
import type { Matrix } from '../../eval/matrix.js';
import { readKeptRows, writeKeptRows } from './keptRows.js';

/** A few thousand images, embedded and kept together. */
export interface Piece {
  /** Hash of everything that makes its embeddings. */
  readonly key: string;
  readonly images: number;
  /** Embeds it: [images, D]. */
  embed(): Promise<Float32Array>;
}

/** So many images in pieces of `size`, the last one shorter, each from `begin` to `end`. */
export function cutPieces(
  images: number,
  size: number,
  cut: (begin: number, end: number) => Omit<Piece, 'images'>,
): Piece[] {
  return Array.from({ length: Math.ceil(images / size) }, (_, k) => {
    const [begin, end] = [k * size, Math.min((k + 1) * size, images)];
    return { ...cut(begin, end), images: end - begin };
  });
}

export interface EmbedPiecesOptions {
  readonly columns: number;
  readonly label: string;
  /** Where embeddings are kept; by default below the project's cache. */
  readonly folder?: string;
}

/**
 * The embeddings of all pieces, one below the other. Each is kept as soon as it is made, and taken from there the next
 * time: stopped or killed, the same call goes on, and a piece whose images changed is made again.
 */
export async function embedPieces(pieces: readonly Piece[], options: EmbedPiecesOptions): Promise<Matrix> {
  const { columns, label, folder = join(cacheDirectory(), 'overlap') } = options;
  const rows = pieces.reduce((sum, { images }) => sum + images, 0);
  const data = new Float32Array(rows * columns);
  const progress = startProgress(`embed ${label}`, 'images', rows);
  let at = 0;
  for (const piece of pieces) {
    const path = join(folder, `${piece.key.slice(0, 32)}.f32`);
    let kept = await readKeptRows(path, piece.images, columns);
    if (!kept) await writeKeptRows(path, (kept = { data: await piece.embed(), rows: piece.images, columns }));
    data.set(kept.data, at * columns);
    at += piece.images;
    progress.advance(piece.images);
    await breathe();
  }
  progress.finish();
  return { data, rows, columns };
}
