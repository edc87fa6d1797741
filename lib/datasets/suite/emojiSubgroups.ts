import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { squashName } from '../iconwit/emojiNames.js';

/** Unicode's finer groups of emoji ("mammals", "fruit"), by name in any spelling of spaces, hyphens and case. */
export async function readEmojiSubgroups(modules: string): Promise<(name: string) => string | undefined> {
  const read = async (file: string): Promise<unknown> =>
    JSON.parse(await readFile(join(modules, 'emojibase-data', 'en', file), 'utf8'));
  const entries = (await read('data.json')) as { label: string; subgroup?: number }[];
  const { subgroups } = (await read('messages.json')) as { subgroups: { message: string; order: number }[] };
  const messages = new Map(subgroups.map(({ order, message }) => [order, message]));
  const byName = new Map(
    entries.flatMap(({ label, subgroup }) => {
      const message = subgroup === undefined ? undefined : messages.get(subgroup);
      return message === undefined ? [] : [[squashName(label), message] as const];
    }),
  );
  return (name) => byName.get(squashName(name));
}
