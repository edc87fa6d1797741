import { UserError } from '../io/userError.js';
import { float16ToFloat32 } from './float16.js';
import { allocateFloats, freshMemory, type Allocate } from './readingMemory.js';

/** Bytes a value, by the name that safetensors has for the type. */
export const DTYPE_BYTES: Readonly<Record<string, number>> = {
  F64: 8,
  I64: 8,
  U64: 8,
  F32: 4,
  I32: 4,
  U32: 4,
  F16: 2,
  BF16: 2,
  I16: 2,
  U16: 2,
  I8: 1,
  U8: 1,
  BOOL: 1,
  F8_E4M3: 1,
  F8_E5M2: 1,
};

/** bfloat16 is the upper half of a float32. */
function bfloat16ToFloat32(bits: Uint16Array, out: Float32Array): Float32Array {
  const words = new Uint32Array(out.buffer, out.byteOffset, out.length);
  for (let i = 0; i < bits.length; i++) words[i] = bits[i]! * 0x10000;
  return out;
}

function float64ToFloat32(values: Float64Array, describe: () => string): Float32Array {
  const out = Float32Array.from(values);
  const lost = out.findIndex((value, i) => !Number.isFinite(value) && Number.isFinite(values[i]));
  if (lost >= 0)
    throw new UserError(`${describe()} holds ${values[lost]}, which float32 cannot; save it as F32, F16 or BF16.`);
  return out;
}

/**
 * Little-endian values as float32, in the bytes' own memory where they are float32 already. F16 and BF16 widen exactly;
 * F64 rounds to the nearest float32, and so do integers above 2^24.
 * @param bytes at a multiple of 8 of their memory
 * @param describe names the tensor and its file
 * @param allocate gives the memory that F16 and BF16 are widened in
 * @throws UserError where the type holds no weights, or a finite F64 would become infinite
 */
export function toFloat32(
  dtype: string,
  bytes: Uint8Array,
  describe: () => string,
  allocate: Allocate = freshMemory,
): Float32Array {
  const { buffer, byteOffset } = bytes;
  const count = bytes.length / (DTYPE_BYTES[dtype] ?? 1);
  switch (dtype) {
    case 'F32':
      return new Float32Array(buffer, byteOffset, count);
    case 'F64':
      return float64ToFloat32(new Float64Array(buffer, byteOffset, count), describe);
    case 'F16':
      return float16ToFloat32(new Uint16Array(buffer, byteOffset, count), allocateFloats(allocate, count));
    case 'BF16':
      return bfloat16ToFloat32(new Uint16Array(buffer, byteOffset, count), allocateFloats(allocate, count));
    case 'I64':
      return Float32Array.from(new BigInt64Array(buffer, byteOffset, count), Number);
    case 'I32':
      return Float32Array.from(new Int32Array(buffer, byteOffset, count));
    case 'I16':
      return Float32Array.from(new Int16Array(buffer, byteOffset, count));
    case 'I8':
      return Float32Array.from(new Int8Array(buffer, byteOffset, count));
    case 'U8':
    case 'BOOL':
      return Float32Array.from(bytes);
    default:
      throw new UserError(`${describe()} has the dtype ${dtype}, which holds no weights; save it as F32, F16 or BF16.`);
  }
}
