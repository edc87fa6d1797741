import { UserError } from '../io/userError.js';
import { openSafetensors } from './openSafetensors.js';
import { openShards } from './openShards.js';
import type { StoredTensors } from './storedTensors.js';
import { openTorchArchive, type TorchTensors } from './torch/openTorchArchive.js';
import { openWeightsFile } from './weightsFile.js';

/** The first bytes of a pickle of PyTorch before 1.6: a pickled number. */
const LEGACY_START = Buffer.from([0x80, 0x02, 0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46]);

export type OpenedTensors = StoredTensors & Partial<Pick<TorchTensors, 'kind'>>;

/**
 * Opens a file of weights by what it is, whatever its name: safetensors, an archive of `torch.save` or
 * `torch.jit.save`, or the index of a sharded checkpoint (`*.index.json`).
 * @throws UserError naming the file and what is wrong with it
 */
export function openStoredTensors(path: string): OpenedTensors {
  if (path.endsWith('.index.json')) return openShards(path, openStoredTensors);
  const file = openWeightsFile(path);
  const start = Buffer.from(file.read(0, Math.min(8, file.size)));
  file.close();
  if (start.subarray(0, 2).toString('latin1') === 'PK') return openTorchArchive(path);
  if (start.equals(LEGACY_START))
    throw new UserError(
      `${path} was saved by PyTorch before 1.6, whose format cannot be read a tensor at a time; ` +
        `load and save it with a current torch.`,
    );
  if (path.endsWith('.safetensors') || (start.length === 8 && start.readBigUInt64LE() < 2n ** 24n))
    return openSafetensors(path);
  throw new UserError(
    `${path} is neither safetensors nor an archive of torch.save (it begins with ${start.toString('hex') || 'nothing'}); ` +
      `give a file of weights.`,
  );
}
