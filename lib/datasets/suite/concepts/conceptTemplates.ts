/** The prompts of a concept task, whose classes are kinds of `kind`: "animal", "food". */
export function conceptTemplates(kind: string): string[] {
  return [
    '{c}',
    'an icon of a {c}',
    'a drawing of a {c}',
    'a colorful icon of a {c}',
    'a monochrome icon of a {c}',
    `{c}, a kind of ${kind}`,
  ];
}
