import { readSafetensorsHeader } from './safetensorsHeader.js';
import type { StoredTensor, StoredTensors } from './storedTensors.js';
import { openWeightsFile } from './weightsFile.js';

/**
 * Opens a safetensors file: its header is read and checked, its tensors when they are asked for.
 * @throws UserError naming the file and what is wrong with it
 */
export function openSafetensors(path: string): StoredTensors {
  const file = openWeightsFile(path);
  try {
    const { entries, metadata, dataStart } = readSafetensorsHeader(file);
    const tensors = new Map(
      [...entries].map(([name, { dtype, shape, begin, end }]): [string, StoredTensor] => [
        name,
        { dtype, shape, bytes: (allocate) => file.read(dataStart + begin, end - begin, allocate) },
      ]),
    );
    return { path, tensors, metadata, close: () => file.close() };
  } catch (error) {
    file.close();
    throw error;
  }
}
