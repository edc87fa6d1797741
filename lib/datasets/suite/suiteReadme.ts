import { SUITES } from './suites.js';
import type { TaskFile } from './taskFile.js';

/** The suite's table of contents in Markdown. */
export function suiteReadme(tasks: readonly TaskFile[]): string {
  const rows = tasks.map(({ name, classes, splits, metric, standsInTitle, differs }) => {
    const counts = [splits.train, splits.validation, splits.test].map(({ images }) => images).join(' / ');
    return `| ${[`\`${name}\``, suitesOf(name), classes, counts, metric, standsInTitle, differs].join(' | ')} |`;
  });
  return [
    '# The suite',
    '',
    'Tasks that no model here was trained for, in the layout of clip-benchmark: class names, prompt templates, and for train, validation',
    'and test a tar of images (64 x 64 pixels, PNG, in gzip) with their labels. Icons come from sets that IconWIT holds out of training',
    'as a whole. Prompts were written before anything was measured. `task.json` says what a task stands in for, how it differs, what one',
    'must know to read its scores, and whose images it shows; see also ATTRIBUTION.md.',
    '',
    'Averages are taken over the first suite or over the second, see PROTOCOL.md; a task without one is in neither. Models trained on',
    'IconWIT 3 have seen designers of the second.',
    '',
    '| task | suite | classes | train / validation / test | metric | stands in for | how it differs |',
    '|---|---|---|---|---|---|---|',
    ...rows,
    '',
    'Made by `cliplab data build suite`. The same packages and seed give the same bytes with the same versions of sharp and Node; pixels',
    'depend on sharp alone.',
    '',
  ].join('\n');
}

function suitesOf(name: string): string {
  return Object.entries(SUITES)
    .filter(([, tasks]) => tasks.includes(name))
    .map(([suite]) => suite)
    .join(', ');
}
