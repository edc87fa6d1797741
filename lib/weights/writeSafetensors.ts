import { writeFileAtomic } from '../io/writeFileAtomic.js';
import type { NamedTensors } from '../models/namedTensors.js';
import { float32ToFloat16 } from './float16.js';

/** The bytes of a safetensors file; tensors keep their order, values are stored as `dtype`. */
export function encodeSafetensors(
  tensors: NamedTensors,
  dtype: 'F32' | 'F16',
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array {
  const header: Record<string, unknown> = { __metadata__: { format: 'pt', ...metadata } };
  const parts: Uint8Array[] = [];
  let offset = 0;
  for (const [name, { shape, data }] of tensors) {
    const stored = dtype === 'F16' ? float32ToFloat16(data) : data;
    const bytes = new Uint8Array(stored.buffer, stored.byteOffset, stored.byteLength);
    header[name] = { dtype, shape, data_offsets: [offset, offset + bytes.length] };
    parts.push(bytes);
    offset += bytes.length;
  }
  // Padded with spaces so that the data begins on an 8-byte boundary, as the format asks of writers.
  const json = Buffer.from(JSON.stringify(header));
  const padded = Buffer.alloc(Math.ceil(json.length / 8) * 8, ' ');
  json.copy(padded);
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(padded.length));
  return Buffer.concat([length, padded, ...parts]);
}

/** Writes a safetensors file whole or not at all. */
export async function writeSafetensors(
  path: string,
  tensors: NamedTensors,
  dtype: 'F32' | 'F16',
  metadata: Readonly<Record<string, string>> = {},
): Promise<void> {
  await writeFileAtomic(path, encodeSafetensors(tensors, dtype, metadata));
}
