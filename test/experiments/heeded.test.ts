import type { ColumnTable } from 'arquero';
import { describe, expect, it } from 'vitest';
import { EXPERIMENTS } from '../../lib/experiments/experiments.js';
import { heeded } from '../../lib/experiments/heeded.js';
import { UserError } from '../../lib/io/userError.js';

type Run = (options: unknown) => Promise<ColumnTable>;

const LISTS = { models: 'mini-rn', tasks: 'flags', shots: 1, seeds: 1 };

describe.each(EXPERIMENTS.map(({ name, heeds, run }) => [name, { heeds, run: run as Run }] as const))(
  '%s',
  (_, { heeds, run }) => {
    it('refuses an option that it has not in one sentence with those that it has', async () => {
      for (const typo of ['model', 'task', 'shot', 'SEEDS', '__proto__x']) {
        const refused = run({ [typo]: ['mini-rn'] });
        await expect(refused).rejects.toThrow(UserError);
        await expect(refused).rejects.toThrow(
          new RegExp(`^\\w+Experiment has no option "${typo}": give one of [a-zA-Z, ]+, or leave it out\\.$`),
        );
      }
    });

    it('names and takes what its entry in the list says', async () => {
      const said = await run({ typo: 1 }).then(
        () => 'nothing',
        (error: Error) => error.message,
      );
      const names = /give one of (.*), or/.exec(said)![1]!.split(', ');
      expect(names).toEqual(expect.arrayContaining([...heeds, 'journal']));
      // An option without a value is none; each that is named is known, so that the next is complained of.
      const unset = Object.fromEntries(names.map((name) => [name, undefined]));
      await expect(run({ ...unset, other: undefined, typo: 1 })).rejects.toThrow('has no option "typo"');
    });

    it('refuses a name in place of a list, and options that are none', async () => {
      for (const option of heeds) await expect(run({ [option]: LISTS[option] })).rejects.toThrow(UserError);
      for (const none of [null, 'flags', ['flags'], 3])
        await expect(run(none)).rejects.toThrow(/^the options of \w+Experiment are .* expected an object/);
    });
  },
);

it('options that are heeded come back as they are', () => {
  const options = { models: [], seeds: [1], journal: undefined };
  expect(heeded('anExperiment', options, ['models', 'seeds'])).toBe(options);
});
