import type { TaskFile } from './taskFile.js';

/** The credits of the suite in Markdown: task by task, whose images they are, on what terms, from where. */
export function suiteAttribution(tasks: readonly TaskFile[]): string {
  const rows = tasks.flatMap((task) =>
    task.credits.map((c) => `| ${task.name} | ${c.title} | ${c.author} | ${c.license} | ${c.source} |`),
  );
  return [
    '# The suite: attribution',
    '',
    'The images of these tasks are the work of the people below. Icons were rendered at 64 x 64 pixels on white; those of',
    'counting, scenes, distance and captioned-pictures were also made smaller and put together, and in weather what an animation',
    'first hides was made visible. Clip art lost the margins of its page; photographs, cut out by others, were put on white.',
    'Handwritten digits were inverted and enlarged. Words were written in the typefaces named.',
    "Nothing else was changed. Names of emoji, groups and countries are those of the sets and of Unicode's annotations as",
    'collected by emojibase-data (MIT). Who shares an image of a CC-BY-SA source shares it under the same license.',
    '',
    '| task | source | author | license | where |',
    '|---|---|---|---|---|',
    ...rows,
    '',
    'Made by `cliplab data build suite`.',
    '',
  ].join('\n');
}
