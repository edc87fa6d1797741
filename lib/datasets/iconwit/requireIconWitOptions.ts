import { requireNumber } from '../../io/requireNumber.js';
import { requireTexts } from '../../io/requireTexts.js';
import { requireWhole } from '../../io/requireWhole.js';
import type { BuildIconWitOptions } from './buildIconWit.js';

/** Refuses options that no build can have, such as no process that renders. @throws UserError naming the option */
export function requireIconWitOptions(options: BuildIconWitOptions): void {
  const least = { seed: 0, perQuery: 1, minAuthors: 0, perName: 1, imageSize: 1, shardSize: 1, workers: 1 } as const;
  for (const [name, from] of Object.entries(least)) requireWhole(options[name as keyof typeof least], name, from);
  requireNumber(options.bigramBits, 'bigramBits', 0);
  for (const name of ['skinToneShare', 'maxFailedShare'] as const) requireNumber(options[name], name, 0, 1);
  if (options.sets !== undefined) requireTexts(options.sets, 'the sets');
}
