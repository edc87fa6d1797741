import { parquetWriteBuffer } from 'hyparquet-writer';
import type { ImageSplit } from '../../datasets/imageSplit.js';
import { firstNotFinite } from '../../io/firstNotFinite.js';
import { parseJson } from '../../io/parseJson.js';
import { npyPieces, readNpyMatrix } from '../../io/npyFile.js';
import { readOwnFile } from '../../io/ownFile.js';
import { sha256, sha256File } from '../../io/sha256.js';
import { writeFileAtomic } from '../../io/writeFileAtomic.js';
import type { Matrix } from '../matrix.js';
import type { EmbeddingKey } from './embeddingKey.js';

/** Embeddings on disk: rows for NumPy, what they are of for pandas, and what made them. */
export interface EmbeddingFiles {
  /** float32 [images, D]. */
  readonly npy: string;
  /** A row an image: `key`, `label`, `class_name`, and `labels` (JSON) where it has several. */
  readonly parquet: string;
  /** The key, and checksums of the other two; written last. */
  readonly json: string;
}

export function embeddingFiles(base: string): EmbeddingFiles {
  return { npy: `${base}.npy`, parquet: `${base}.parquet`, json: `${base}.json` };
}

interface EmbeddingRecord {
  readonly key: EmbeddingKey;
  readonly images: number;
  readonly sha256: { readonly npy: string; readonly parquet: string };
}

/** @throws UserError where the disk is full or not ours; nothing is then left that would be taken for whole */
export async function writeEmbeddings(
  files: EmbeddingFiles,
  key: EmbeddingKey,
  { data, rows, columns }: Matrix,
  split: ImageSplit,
  classNames: readonly string[],
): Promise<void> {
  const parquet = metadataParquet(split, classNames);
  await writeFileAtomic(files.npy, npyPieces(data, [rows, columns]));
  await writeFileAtomic(files.parquet, parquet);
  const record: EmbeddingRecord = {
    key,
    images: rows,
    sha256: { npy: await sha256File(files.npy), parquet: sha256(parquet) },
  };
  await writeFileAtomic(files.json, JSON.stringify(record, null, 1) + '\n');
}

/** Written embeddings, checked against their checksums. `fault` says why files that are there cannot be used. */
export async function readEmbeddings(
  files: EmbeddingFiles,
  images: number,
): Promise<{ matrix?: Matrix; fault?: string }> {
  const text = (await readOwnFile(files.json))?.toString('utf8');
  if (text === undefined) return {};
  const record = parseRecord(text);
  if (!record) return { fault: `${files.json} is damaged` };
  const found = await readNpyMatrix(files.npy);
  if (found?.sha256 !== record.sha256.npy) return { fault: `${files.npy} is missing or not the one that was written` };
  if (found.rows !== images) return { fault: `${files.npy} has ${found.rows} rows for ${images} images` };
  const wrong = firstNotFinite(found.data);
  if (wrong >= 0)
    return { fault: `${files.npy} holds ${found.data[wrong]} in row ${Math.floor(wrong / found.columns)}` };
  const parquet = await sha256File(files.parquet).catch(() => undefined);
  if (parquet !== record.sha256.parquet)
    return { fault: `${files.parquet} is missing or not the one that was written` };
  return { matrix: { data: found.data, rows: found.rows, columns: found.columns } };
}

function parseRecord(text: string): EmbeddingRecord | undefined {
  try {
    const record = parseJson(text, 'the record') as Partial<EmbeddingRecord> | null;
    return typeof record?.sha256?.npy === 'string' ? (record as EmbeddingRecord) : undefined;
  } catch {
    return undefined;
  }
}

function metadataParquet({ keys, labels, labelSets }: ImageSplit, classNames: readonly string[]): Uint8Array {
  const K = classNames.length;
  const several = labelSets && {
    name: 'labels',
    data: keys.map((_, k) => classNames.flatMap((__, c) => (labelSets[k * K + c] === 1 ? [c] : []))),
    type: 'JSON' as const,
  };
  const buffer = parquetWriteBuffer({
    columnData: [
      { name: 'key', data: [...keys], type: 'STRING' },
      { name: 'label', data: labels, type: 'INT32' },
      { name: 'class_name', data: Array.from(labels, (label) => classNames[label]!), type: 'STRING' },
      ...(several ? [several] : []),
    ],
    createdBy: 'cliplab',
  });
  return new Uint8Array(buffer);
}
