import { basename, dirname, join } from 'node:path';
import { parseJson } from '../io/parseJson.js';
import { createReadingBudget } from '../io/readingBudget.js';
import { UserError } from '../io/userError.js';
import type { StoredTensor, StoredTensors } from './storedTensors.js';
import { openWeightsFile } from './weightsFile.js';

/** The files an index names. @throws UserError where it is no index, or names a file outside its folder */
export function readShardIndex(path: string): ReadonlyMap<string, string> {
  const refuse = (what: string): never => {
    throw new UserError(`${path} is not a sound index of shards: ${what}; fetch it again.`);
  };
  const file = openWeightsFile(path);
  let json: unknown;
  try {
    createReadingBudget(path, 'json').takeBytes(file.size);
    json = parseJson(file.read(0, file.size), path);
  } finally {
    file.close();
  }
  const map: unknown = (json as { weight_map?: unknown } | null)?.weight_map;
  if (typeof map !== 'object' || map === null || Array.isArray(map)) refuse('it has no weight_map');
  const files = new Map(Object.entries(map as Record<string, unknown>));
  for (const [name, file] of files)
    if (
      typeof file !== 'string' ||
      file !== basename(file) ||
      file === '..' ||
      file === '' ||
      file.endsWith('.index.json')
    )
      refuse(`it places ${name} in ${JSON.stringify(file)}`);
  return files as Map<string, string>;
}

/**
 * Opens a checkpoint in several files by its index.
 * @param open opens one of them
 * @throws UserError naming the file that is missing or unsound, or every tensor that is not where the index says
 */
export function openShards(path: string, open: (path: string) => StoredTensors): StoredTensors {
  const index = readShardIndex(path);
  const shards = new Map<string, StoredTensors>();
  const close = (): void => shards.forEach((shard) => shard.close());
  try {
    for (const file of new Set(index.values())) shards.set(file, open(join(dirname(path), file)));
    const tensors = new Map<string, StoredTensor>();
    const absent: string[] = [];
    for (const [name, file] of index) {
      const tensor = shards.get(file)!.tensors.get(name);
      if (tensor) tensors.set(name, tensor);
      else absent.push(`${name} in ${file}`);
    }
    for (const [file, shard] of shards)
      for (const name of shard.tensors.keys())
        if (index.get(name) !== file) absent.push(`${name} of ${file} in the index`);
    if (absent.length > 0)
      throw new UserError(
        `${path} does not fit its shards: there is no ${absent.slice(0, 8).join(', no ')}` +
          `${absent.length > 8 ? ` and ${absent.length - 8} more` : ''}; fetch all files of one revision.`,
      );
    return { path, tensors, metadata: {}, close };
  } catch (error) {
    close();
    throw error;
  }
}
