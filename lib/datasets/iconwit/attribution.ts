import type { IconWitSummary } from './summarize.js';

/** The credits of IconWIT in Markdown: every set that images were taken from, with author, license and source. */
export function iconWitAttribution(summary: IconWitSummary): string {
  const { sets, manifest } = summary;
  const used = sets.filter((set) => set.pairs > 0);
  return [
    '# IconWIT: attribution',
    '',
    'The images of IconWIT are drawn from the sets below: icon sets as collected by Iconify, and drawings of Openclipart',
    `as packed by Debian (${manifest.packages.map((p) => `${p.name}@${p.version}`).join(', ')}). Each was rendered at ${manifest.options.imageSize} x ` +
      `${manifest.options.imageSize} pixels on white; drawings without their page's margins; nothing else was changed. Author, license and`,
    "source also stand in every sample's .json. Captions come from the images' names, keywords, descriptions and categories, and Unicode's",
    'annotations as collected by emojibase-data (MIT).',
    '',
    '| set | author | license | source | pairs |',
    '|---|---|---|---|---|',
    ...used.map((set) => `| ${[set.title, set.author, set.license, set.source, set.pairs].map(cell).join(' | ')} |`),
    '',
  ].join('\n');
}

function cell(value: string | number): string {
  return String(value).replaceAll('|', '\\|');
}
