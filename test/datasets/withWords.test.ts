import { describe, expect, it } from 'vitest';
import type { Dataset } from '../../lib/datasets/dataset.js';
import { loadDataset } from '../../lib/datasets/loadDataset.js';
import { withWords } from '../../lib/datasets/withWords.js';
import { UserError } from '../../lib/io/userError.js';

describe('withWords', () => {
  it('changes words and their hash, and nothing else', async () => {
    const dataset = await loadDataset('weather');
    const classNames = dataset.classNames.map((name) => `${name} weather`);
    const other = withWords(dataset, { classNames, templates: ['a {c}'] });
    expect(other).toEqual({
      ...dataset,
      classNames,
      templates: ['a {c}'],
      classNamesSha256: other.classNamesSha256,
    });
    expect(other.classNamesSha256).not.toBe(dataset.classNamesSha256);
    expect(withWords(dataset, {})).toEqual(dataset);
  });

  it('does not ask for a split that is not there, and shares the seal', async () => {
    const whole = await loadDataset('weather');
    const part: Dataset = {
      ...whole,
      get train(): never {
        throw new UserError('no training images.');
      },
    };
    const other = withWords(part, { templates: ['a {c}'] });
    expect(() => other.train).toThrow('no training images');
    other.test.open();
    expect(() => part.test.open()).toThrow(UserError);
  });

  it('drops other names of a class with the names they belong to', async () => {
    const weather = await loadDataset('weather');
    const synonyms = weather.classNames.map((name) => [name, `${name} weather`]);
    const dataset: Dataset = { ...weather, synonyms };
    expect(withWords(dataset, { templates: ['a {c}'] }).synonyms).toEqual(synonyms);
    expect(withWords(dataset, { classNames: weather.classNames }).synonyms).toBeUndefined();
  });

  it('refuses more or fewer names than classes', async () => {
    const dataset = await loadDataset('weather');
    expect(() => withWords(dataset, { classNames: ['sun'] })).toThrow(
      /weather has \d+ classes, and there are 1 class names/,
    );
  });
});
