import { writeFileAtomic } from '../io/writeFileAtomic.js';
import { UserError } from '../io/userError.js';
import { sizeOf, type NamedTensor, type NamedTensors } from '../models/namedTensors.js';
import { float32ToFloat16 } from './float16.js';

/** What values are stored as. */
export type SavedDtype = 'F32' | 'F16';

/** From here on a number rounds to infinity in F16. */
const HALF_OVERFLOW = 65_520;
const VALUE_BYTES = { F32: 4, F16: 2 } as const;

function encode(name: string, { data }: NamedTensor, dtype: SavedDtype): Uint8Array {
  if (dtype === 'F32') return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  const lost = data.find((value) => Number.isFinite(value) && Math.abs(value) >= HALF_OVERFLOW);
  if (lost !== undefined)
    throw new UserError(`${name} holds ${lost}, which F16 cannot (up to 65504); save the weights as F32.`);
  return new Uint8Array(float32ToFloat16(data).buffer);
}

/**
 * The bytes of a safetensors file, piece by piece, so that no more than a tensor is held twice; tensors keep their
 * order.
 * @throws UserError naming a tensor that `dtype` cannot hold
 */
export function* encodeSafetensors(
  tensors: NamedTensors,
  dtype: SavedDtype,
  metadata: Readonly<Record<string, string>> = {},
): Generator<Uint8Array> {
  const header: Record<string, unknown> = { __metadata__: { format: 'pt', ...metadata } };
  let offset = 0;
  for (const [name, { shape }] of tensors) {
    const end = offset + sizeOf(shape) * VALUE_BYTES[dtype];
    // Not by assignment, which makes no entry of a tensor called "__proto__".
    Object.defineProperty(header, name, { value: { dtype, shape, data_offsets: [offset, end] }, enumerable: true });
    offset = end;
  }
  // Padded with spaces so that the data begins on an 8-byte boundary, as the format asks of writers.
  const json = Buffer.from(JSON.stringify(header));
  const padded = Buffer.alloc(Math.ceil(json.length / 8) * 8, ' ');
  json.copy(padded);
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(padded.length));
  yield length;
  yield padded;
  for (const [name, tensor] of tensors) yield encode(name, tensor, dtype);
}

/**
 * Writes a safetensors file whole or not at all.
 * @throws UserError naming a tensor that `dtype` cannot hold
 * @example
 * const { model } = await loadModel();
 * await writeSafetensors('mine.safetensors', model.parameters.export(), 'F32');
 */
export async function writeSafetensors(
  path: string,
  tensors: NamedTensors,
  dtype: SavedDtype,
  metadata: Readonly<Record<string, string>> = {},
): Promise<void> {
  await writeFileAtomic(path, encodeSafetensors(tensors, dtype, metadata));
}
