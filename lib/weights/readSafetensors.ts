import { readFile } from 'node:fs/promises';
import type { NamedTensor } from '../models/namedTensors.js';
import { UserError } from '../io/userError.js';
import { float16ToFloat32 } from './float16.js';
import { parseSafetensorsHeader } from './safetensorsHeader.js';

/** bfloat16 is the upper half of a float32. */
function bfloat16ToFloat32(bits: Uint16Array): Float32Array {
  return new Float32Array(Uint32Array.from(bits, (b) => b * 0x10000).buffer);
}

function toFloat32(dtype: string, bytes: Uint8Array, describe: () => string): Float32Array {
  // A copy, because offsets in the file need not be aligned.
  const { buffer } = new Uint8Array(bytes);
  switch (dtype) {
    case 'F32':
      return new Float32Array(buffer);
    case 'F64':
      return Float32Array.from(new Float64Array(buffer));
    case 'F16':
      return float16ToFloat32(new Uint16Array(buffer));
    case 'BF16':
      return bfloat16ToFloat32(new Uint16Array(buffer));
    case 'I64':
      return Float32Array.from(new BigInt64Array(buffer), Number);
    case 'I32':
      return Float32Array.from(new Int32Array(buffer));
    case 'U8':
    case 'BOOL':
      return Float32Array.from(new Uint8Array(buffer));
    default:
      throw new UserError(`${describe()} has the dtype ${dtype}, which holds no weights; save it as F32, F16 or BF16.`);
  }
}

/**
 * Every tensor of a safetensors file, widened to float32 (integers included, so above 2^24 they round).
 * @throws UserError naming the file and what is wrong with it
 */
export async function readSafetensors(path: string): Promise<Map<string, NamedTensor>> {
  let file: Uint8Array;
  try {
    file = await readFile(path);
  } catch (error) {
    throw new UserError(`cannot read ${path}: ${(error as NodeJS.ErrnoException).code}; check the path.`);
  }
  const { entries, dataStart } = parseSafetensorsHeader(file, path);
  return new Map(
    [...entries].map(([name, { dtype, shape, begin, end }]) => [
      name,
      { shape, data: toFloat32(dtype, file.subarray(dataStart + begin, dataStart + end), () => `${name} in ${path}`) },
    ]),
  );
}
