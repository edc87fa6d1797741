import type { SetSummary, IconWitSummary } from './summarize.js';

/**
 * The credits of IconWIT in Markdown: every set that images were taken from, with author, license and source; then the
 * sets that are held out, of which images stand in the suite or were in earlier versions.
 */
export function iconWitAttribution(summary: IconWitSummary): string {
  const { sets, manifest } = summary;
  const { imageSize: size } = manifest.options;
  return [
    '# IconWIT: attribution',
    '',
    'The images of IconWIT are drawn from the sets below: icon sets as collected by Iconify, and drawings of Openclipart',
    `as packed by Debian (${manifest.packages.map((p) => `${p.name}@${p.version}`).join(', ')}). Each was rendered`,
    `at ${size} x ${size} pixels on white, drawings without the margins of their page; nothing else was changed. Author,`,
    "license and source also stand in every sample's .json. Captions come from the images' names, keywords, descriptions",
    "and categories, and Unicode's annotations as collected by emojibase-data (MIT).",
    '',
    '| set | author | license | source | pairs |',
    '|---|---|---|---|---|',
    ...sets.filter(({ pairs }) => pairs > 0).map((set) => row([...credit(set), set.pairs])),
    '',
    '## Held out',
    '',
    'No image of these is in the pairs of this version. The suite holds some, and earlier versions trained on some, which',
    '`data/overlap` shows.',
    '',
    '| set | author | license | source |',
    '|---|---|---|---|',
    ...sets.filter(({ split }) => split === 'heldout').map((set) => row(credit(set))),
    '',
  ].join('\n');
}

const credit = ({ title, author, license, source }: SetSummary): string[] => [title, author, license, source];

const row = (cells: readonly (string | number)[]): string =>
  `| ${cells.map((cell) => String(cell).replaceAll('|', '\\|')).join(' | ')} |`;
