import { Option } from 'commander';

/**
 * `--templates`, which may be given several times.
 * @param otherwise what is taken where it is not given
 */
export const templatesOption = (description: string, otherwise: string): Option =>
  new Option('--templates <sentence>', `${description}; several are averaged`)
    .default([], otherwise)
    .argParser((sentence: string, before: readonly string[]) => [...before, sentence]);
