import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { publishedTable } from '../../../lib/datasets/publishedTable.js';
import { datasetPrompts, listPrompts } from '../../../lib/datasets/registry/datasetPrompts.js';
import { fillTemplate } from '../../../lib/text/fillTemplate.js';
import { goldenPath } from '../../fixtures/golden.js';

/** The published list as somebody else parsed it. */
interface ParsedPrompts {
  classes: (string | string[])[];
  templates: string[];
  templates_subset7?: string[];
}

describe('the published prompts', () => {
  it('are there for the 27 datasets of Table 9, with as many classes', async () => {
    const table = (await publishedTable('datasets')).filter((row) => row.table9_order !== undefined);
    expect(await listPrompts()).toEqual(table.map(({ dataset }) => dataset).sort());
    for (const { dataset, prompt_classes } of table)
      expect((await datasetPrompts(dataset)).classNames.length, dataset).toBe(prompt_classes);
  });

  it('fill in', async () => {
    for (const name of await listPrompts()) {
      const { classNames, templates, clipBenchmark, synonyms } = await datasetPrompts(name);
      for (const template of templates) expect(fillTemplate(template, 'X'), template).not.toBe(template);
      if (clipBenchmark) expect(clipBenchmark.length).toBe(classNames.length);
      if (synonyms) expect(synonyms.map(([first]) => first)).toEqual(classNames);
    }
  });

  it('name two classes of ImageNet twice, and a variant names each once', async () => {
    const { classNames, corrected, selectedTemplates, templates } = await datasetPrompts('ImageNet');
    const doubled = classNames.flatMap((name, k) => (classNames.indexOf(name) !== k ? [name] : []));
    expect(doubled).toEqual(['missile', 'sunglasses']);
    expect(new Set(corrected).size).toBe(1000);
    expect(corrected!.flatMap((name, k) => (name === classNames[k] ? [] : [k]))).toEqual([744, 836]);
    expect(selectedTemplates!.every((text) => templates.includes(text))).toBe(true);
  });

  it('of another name are refused in a sentence', async () => {
    await expect(datasetPrompts('Imagenet')).rejects.toThrow('there are no published prompts for Imagenet');
  });

  it('are those of a second parse of the published list', async () => {
    const parsed = readdirSync(goldenPath('prompts')).flatMap((file) => /^(.+)\.json$/.exec(file)?.[1] ?? []);
    expect(parsed.sort()).toEqual(await listPrompts());
    for (const name of parsed) {
      const { classNames, synonyms, templates, selectedTemplates } = await datasetPrompts(name);
      const other = JSON.parse(readFileSync(goldenPath(`prompts/${name}.json`), 'utf8')) as ParsedPrompts;
      expect(classNames, name).toEqual(other.classes.map((one) => [one].flat()[0]));
      if (synonyms) expect(synonyms).toEqual(other.classes.map((one) => [one].flat()));
      expect(templates, name).toEqual(other.templates.map((text) => text.replace('{}', '{c}')));
      expect(selectedTemplates).toEqual(other.templates_subset7?.map((text) => text.replace('{}', '{c}')));
    }
  });
});
