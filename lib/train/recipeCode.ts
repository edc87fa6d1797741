import { findRecipe } from './recipes.js';
import type { Recipe } from './recipe.js';

type Fields = Readonly<Record<string, unknown>>;

/** A value as code: as JSON, with names of fields that need no quotes, and numbers as people write them. */
function literal(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
  if (typeof value === 'object' && value !== null)
    return `{ ${Object.entries(value)
      .map(([name, own]) => `${/^[a-z]\w*$/i.test(name) ? name : `'${name}'`}: ${literal(own)}`)
      .join(', ')} }`;
  return typeof value === 'string' ? `'${value.replace(/[\\']/g, '\\$&')}'` : String(value);
}

/** The fields of `own` that are not as in `base`, as lines of an object. */
const lines = (own: Fields, base: Fields): string[] =>
  Object.entries(own)
    .filter(([field, value]) => JSON.stringify(value) !== JSON.stringify(base[field]))
    .map(([field, value]) => `${field}: ${literal(value)},`);

const LOADED = {
  suite: ['const { pairs, validation } = await suitePairs();'],
  iconwit: [
    "const pairs = await loadPairs({ split: 'train', imageSize: 64 });",
    "const validation = await loadPairs({ split: 'validation', imageSize: 64 });",
  ],
} as const;

/**
 * A recipe as code for a cell: what it has otherwise than the recipe that it is made from, and the lines that train
 * it.
 * @param base name of the recipe that it is made from, e.g. `lab-live`
 * @param data the pairs: of the suite's training images, or of IconWIT
 * @throws UserError where there is no recipe `base`
 * @example
 * show(html(`<pre>${recipeCode(changedRecipe(findRecipe('lab-live'), ['vit']), 'lab-live', 'suite')}</pre>`));
 */
export function recipeCode(recipe: Recipe, base: string, data: 'suite' | 'iconwit'): string {
  const { model: baseModel, ...baseFields } = findRecipe(base);
  const { model, ...fields } = recipe;
  const parts = lines({ ...model }, { ...baseModel });
  const ofModel =
    parts.length === 0
      ? []
      : ['model: {', ...[`...findRecipe('${base}').model,`, ...parts].map((line) => `  ${line}`), '},'];
  const imports = ['createTokenizer', 'findRecipe', data === 'suite' ? 'suitePairs' : 'loadPairs', 'resolvePrecision'];
  return [
    `import { ${[...imports, 'saveModel', 'train', 'trainBpe', 'watchZeroShot', 'type Recipe'].join(', ')} } from 'cliplab';`,
    '',
    'const recipe: Recipe = {',
    ...[`...findRecipe('${base}'),`, ...lines(fields, baseFields), ...ofModel].map((line) => `  ${line}`),
    '};',
    ...LOADED[data],
    'const vocabulary = trainBpe(pairs.captions.flat(), { merges: recipe.merges, minFrequency: 2 });',
    'const tokenizer = createTokenizer(vocabulary, recipe.model.text.contextLength);',
    `const watch = watchZeroShot(${literal(fields.objective ?? 'contrastive')}, tokenizer, validation);`,
    'const folder = `runs/${recipe.name}-seed${recipe.seed}`;',
    "const precision = resolvePrecision('auto');",
    'const model = await train({ recipe, folder, pairs, validation, watch, tokenizer, precision });',
    'await saveModel(`models/${recipe.name}`, model, vocabulary);',
  ].join('\n');
}
