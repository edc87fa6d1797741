import { told } from '../../io/told.js';
import { UserError } from '../../io/userError.js';

/** The compositions of the suite's tasks over which averages are taken; see `data/suite/PROTOCOL.md`. */
export type SuiteName = 'first' | 'second';

/** The nineteen tasks of the first suite, and the twenty-seven of the second, one for each dataset of the paper. */
export const SUITES: Readonly<Record<SuiteName, readonly string[]>> = {
  first: [
    ...['actions', 'captioned-pictures', 'clocks', 'counting', 'digits', 'distance', 'emoji-groups', 'emoji-names'],
    ...['emoji-styles', 'emoji-subgroups', 'faces', 'flags', 'hands', 'map-symbols', 'objects', 'professions'],
    ...['rendered-words', 'scenes', 'weather'],
  ],
  second: [
    ...['animals', 'birds', 'captioned-pictures', 'cifar-hundred', 'cifar-ten', 'counting', 'digits', 'distance'],
    ...['emoji-names', 'faces', 'flags', 'food', 'map-signs', 'moves', 'nature', 'photographs', 'places'],
    ...['rendered-words', 'signs', 'sports', 'textures', 'things', 'tissue', 'tools', 'vehicles', 'voc-names'],
    'weather-drawn',
  ],
};

/** @throws UserError for a name that no suite has */
export function tasksOfSuite(suite: SuiteName): readonly string[] {
  if (!Object.hasOwn(SUITES, suite))
    throw new UserError(`there is no suite ${told(suite)}; the suites are ${Object.keys(SUITES).join(' and ')}.`);
  return SUITES[suite];
}
