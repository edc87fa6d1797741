import { isDeepStrictEqual } from 'node:util';
import type { Preprocessing } from '../../image/preprocessing.js';
import { parseJson } from '../../io/parseJson.js';
import type { ClipConfig } from '../../models/clipConfig.js';
import { parsePreprocessing } from './parsePreprocessing.js';

/** The preprocessing as it is saved with the weights; other formats have fewer words for it. */
export function preprocessingText({ preprocessing }: ClipConfig): string {
  return JSON.stringify(preprocessing ?? null);
}

/**
 * A configuration with the preprocessing that was saved with its weights, as long as the file beside them still says
 * what was written for it then: who changes the file is heeded.
 * @param reread what the format makes of a preprocessing when it is written and read again
 */
export function withSavedPreprocessing(
  config: ClipConfig,
  text: string | undefined,
  path: string,
  reread: (config: ClipConfig) => Preprocessing | undefined,
): ClipConfig {
  if (text === undefined) return config;
  const { preprocessing: read, ...others } = config;
  const json = parseJson(text, `the preprocessing in ${path}`);
  const problems: string[] = [];
  const saved = json === null ? undefined : parsePreprocessing(json, problems);
  const told: ClipConfig = saved ? { ...others, preprocessing: saved } : others;
  return problems.length === 0 && isDeepStrictEqual(reread(told), read) ? told : config;
}
