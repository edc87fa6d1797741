import { expect, it } from 'vitest';
import { promptWays, sharedTemplates } from '../../../../lib/eval/zeroShot/prompts/promptWays.js';

const eighty = ['a photo of a {c}.', 'a photo of many {c}.', 'a toy {c}.'];
const ways = promptWays({ kind: 'a {c}, a kind of thing', eighty, chosen: ['a toy {c}.'] });
const byName = new Map(ways.map((way) => [way.name, way]));

it('has ten ways of different names, every template with a place for the class name', () => {
  expect(byName.size).toBe(10);
  for (const { templates = [] } of ways) for (const template of templates) expect(template).toContain('{c}');
});

it('writes what it is given, and of icons where the eighty are of photos', () => {
  const templatesOf = (name: string) => byName.get(name)!.templates;
  expect(templatesOf('label alone')).toEqual(['{c}']);
  expect(templatesOf('kind of thing')).toEqual(['a {c}, a kind of thing']);
  expect(templatesOf('chosen on validation')).toEqual(['a toy {c}.']);
  expect(templatesOf('80 templates')).toBe(eighty);
  expect(templatesOf('80, of icons')).toEqual(['a icon of a {c}.', 'a icon of many {c}.', 'a toy {c}.']);
  expect(byName.get('task templates')).toEqual({ name: 'task templates' });
});

it('averages in both spaces the task’s templates and the eighty, all else as embeddings', () => {
  expect(ways.flatMap(({ name, average }) => (average === 'probabilities' ? [name] : []))).toEqual([
    'task templates, probabilities',
    '80 templates, probabilities',
  ]);
  expect(byName.get('80 templates, probabilities')!.templates).toBe(eighty);
});

it('shares with every task the eighty, the name alone and an icon, each once', () => {
  expect(sharedTemplates(eighty)).toEqual([...eighty, '{c}', 'an icon of a {c}']);
  expect(sharedTemplates(['{c}', 'an icon of a {c}'])).toEqual(['{c}', 'an icon of a {c}']);
});
