import { UserError } from '../../io/userError.js';
import { listIconSets, readIconSet } from './iconSet.js';
import { licenseFamily } from './licenses.js';

/** A set that is not used, and why. */
export interface DroppedSet {
  readonly prefix: string;
  readonly title: string;
  readonly license: string;
  readonly icons: number;
}

/** Parts the sets of the collection (or `only` some of them) into those whose license is kept and the rest. */
export async function sortSetsByLicense(
  modules: string,
  only?: readonly string[],
): Promise<{ kept: string[]; dropped: DroppedSet[] }> {
  const all = await listIconSets(modules);
  const unknown = only?.find((prefix) => !all.includes(prefix));
  if (unknown)
    throw new UserError(`there is no icon set "${unknown}"; the sets are ${all.slice(0, 5).join(', ')} and so on.`);
  const kept: string[] = [];
  const dropped: DroppedSet[] = [];
  for (const prefix of only ? [...only].sort() : all) {
    const { license, title, icons } = await readIconSet(modules, prefix);
    if (licenseFamily(license)) kept.push(prefix);
    else dropped.push({ prefix, title, license, icons: icons.length });
  }
  return { kept, dropped };
}
