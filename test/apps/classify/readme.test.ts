import { readFileSync } from 'node:fs';
import type { ColumnTable } from 'arquero';
import { expect, it } from 'vitest';
import * as cliplab from '../../../lib/index.js';
import type { LabelProbability } from '../../../lib/apps/classify/classify.js';

const README = readFileSync('README.md', 'utf8');

it('the first lines of README run as they stand and print the numbers that stand below them', async () => {
  const [, code = ''] = /```ts\n(.*?)```/s.exec(README) ?? [];
  const [, names = ''] = /^import (\{.*\}) from 'cliplab';\n/.exec(code) ?? [];
  expect(code.split('\n').filter((line) => line !== '')).toHaveLength(4);
  const shown: ColumnTable[] = [];
  const body = code.slice(code.indexOf('\n') + 1);
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- what README tells its readers to run
  const run = new Function('cliplab', `const ${names} = cliplab; return (async () => { ${body} })();`) as (
    of: object,
  ) => Promise<void>;
  await run({ ...cliplab, show: (table: ColumnTable) => shown.push(table) });

  const printed = [...README.matchAll(/^\| (\w+) +\| (\d\.\d{3}) +\|$/gm)].map(([, label, value]) => [label, value]);
  const rows = shown[0]!.objects() as LabelProbability[];
  expect(rows.map(({ label, probability }) => [label, probability.toFixed(3)])).toEqual(printed);
  expect(rows.map(({ image }) => image)).toEqual(Array(4).fill('.github/images/umbrella.png'));
});
