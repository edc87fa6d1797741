import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../../io/userError.js';
import type { SplitName } from '../suite/taskSource.js';
import { isCifar, readCifar } from './cifar.js';
import { readImageFolder } from './imageFolder.js';
import type { Layout } from './layout.js';
import { isMnist, readMnist } from './mnist.js';
import { isOxfordPets, readOxfordPets } from './oxfordPets.js';
import { isWebdataset, readWebdataset } from './webdataset.js';

/**
 * Reads a dataset's folder in whatever layout it is: clip-benchmark's, an official one (CIFAR, MNIST, Oxford-IIIT
 * Pets), or folders of images.
 * @throws UserError naming what is missing or damaged
 */
export async function readLayout(folder: string, wanted?: readonly SplitName[]): Promise<Layout> {
  if (!statSync(folder).isDirectory()) throw new UserError(`${folder} is a file; give the folder of a dataset.`);
  if (isWebdataset(folder)) return readWebdataset(folder, wanted);
  if (isCifar(folder)) return readCifar(folder);
  if (isMnist(folder)) return readMnist(folder);
  if (isOxfordPets(folder)) return readOxfordPets(folder);
  const pickled = ['batches.meta', 'cifar-10-batches-py', 'cifar-100-python'].find((name) =>
    existsSync(join(folder, name)),
  );
  if (pickled !== undefined)
    throw new UserError(
      `${join(folder, pickled)} is CIFAR in its Python version; fetch the binary one, which runs no code.`,
    );
  return readImageFolder(folder);
}
