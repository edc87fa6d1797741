import type { IconWitSummary } from './summarise.js';

/** The credits of IconWIT in Markdown: every set that pictures were taken from, with author, licence and source. */
export function iconWitAttribution(summary: IconWitSummary): string {
  const { sets, manifest } = summary;
  const used = sets.filter((set) => set.pairs > 0);
  return [
    '# IconWIT: attribution',
    '',
    'The pictures of IconWIT are drawn from the icon sets below, as collected by Iconify',
    `(${manifest.packages.map((p) => `${p.name}@${p.version}`).join(', ')}). Each was rendered at ${manifest.options.imageSize} x ` +
      `${manifest.options.imageSize} pixels on white; nothing else was changed. Author, licence and`,
    "source also stand in every sample's .json. Captions come from the icons' names, the sets' categories, and Unicode's",
    'annotations as collected by emojibase-data (MIT).',
    '',
    '| set | author | licence | source | pairs |',
    '|---|---|---|---|---|',
    ...used.map((set) => `| ${[set.title, set.author, set.licence, set.source, set.pairs].map(cell).join(' | ')} |`),
    '',
  ].join('\n');
}

function cell(value: string | number): string {
  return String(value).replaceAll('|', '\\|');
}
