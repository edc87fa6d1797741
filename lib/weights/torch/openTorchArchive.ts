import { createReadingBudget } from '../../io/readingBudget.js';
import { UserError } from '../../io/userError.js';
import { DTYPE_BYTES } from '../dtypes.js';
import type { StoredTensor, StoredTensors } from '../storedTensors.js';
import { shownName, shownNames } from '../../hub/shownName.js';
import { openWeightsFile, type WeightsFile } from '../weightsFile.js';
import { parsePickle } from './parsePickle.js';
import type { PickledTensor } from './pickleValues.js';
import { readView } from './readView.js';
import { findStateDict, keysOf, type StateDict } from './stateDict.js';
import { readZipDirectory, type ZipEntry } from './zipDirectory.js';

/** The pickle of a checkpoint with its optimizer has some hundred kB. */
const LARGEST_PICKLE = 2 ** 24;
/** Tensors may share storages (tied weights); so much more than the file has is a trap. */
const MOST_SHARING = 4;

export interface TorchTensors extends StoredTensors {
  readonly kind: StateDict['kind'];
}

/**
 * Opens what `torch.save` (PyTorch 1.6 and later) or `torch.jit.save` wrote: the pickle is parsed as data and never
 * run, the tensors are read when they are asked for. Integer scalars beside a TorchScript model's weights are among
 * them.
 * @throws UserError naming the file and what is wrong with it, or the name in the pickle that is refused
 */
export function openTorchArchive(path: string): TorchTensors {
  const file = openWeightsFile(path);
  try {
    return { ...readArchive(file), close: () => file.close() };
  } catch (error) {
    file.close();
    throw error;
  }
}

function readArchive(file: WeightsFile): Omit<TorchTensors, 'close'> {
  const { path } = file;
  const refuse = (what: string): never => {
    throw new UserError(`${path} holds no weights that can be read: ${what}; save the state dict with torch.save.`);
  };
  const budget = createReadingBudget(path, 'weights');
  const entries = readZipDirectory(file, budget);
  const pickles = [...entries.values()].filter(({ name }) => /^[^/]+\/data\.pkl$/.test(name));
  const pickle = pickles[0];
  if (pickles.length !== 1 || !pickle) return refuse('the archive has no data.pkl in its folder');
  if (pickle.size > LARGEST_PICKLE) refuse(`its pickle has ${pickle.size} bytes`);
  const folder = pickle.name.slice(0, -'data.pkl'.length);
  const order = entries.get(`${folder}byteorder`);
  if (order && (order.size > 8 || Buffer.from(order.read(0, order.size)).toString() !== 'little'))
    refuse('its numbers are big-endian');
  budget.takeBytes(pickle.size);
  const root = parsePickle(pickle.read(0, pickle.size), path, budget);
  const found = findStateDict(root, budget);
  if (!found?.tensors.size) {
    const [unread] = found?.unread ?? [];
    if (unread) return refuse(`its ${shownName(unread[0])} is made by the name ${shownName(unread[1])}`);
    const keys = keysOf(root);
    const some = shownNames(keys);
    return refuse(`its pickle holds no tensors by name${keys.length > 0 ? `, only what is under ${some}` : ''}`);
  }
  const tensors = new Map([...found.tensors].map(([name, tensor]) => [name, store(name, tensor)]));
  const total = [...tensors.values()].reduce((sum, tensor) => sum + tensor.size, 0);
  if (total > MOST_SHARING * file.size) refuse(`its tensors would have ${total} bytes, the file has ${file.size}`);
  return { path, tensors, kind: found.kind, metadata: found.notes, unread: found.unread };

  function store(name: string, tensor: PickledTensor): StoredTensor & { readonly size: number } {
    const { storage, shape } = tensor;
    const entry: ZipEntry = entries.get(`${folder}data/${storage.key}`) ?? refuse(`${name} has no data`);
    const bytes = DTYPE_BYTES[storage.dtype]!;
    if (storage.count * bytes !== entry.size)
      refuse(`${name} claims a storage of ${storage.count * bytes} bytes where it has ${entry.size}`);
    const size = shape.reduce((product, side) => product * side, bytes);
    return { dtype: storage.dtype, shape, size, bytes: (allocate) => readView(tensor, entry, allocate) };
  }
}
