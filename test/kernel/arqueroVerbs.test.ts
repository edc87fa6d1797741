import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KernelClient } from './kernelClient.js';

// arquero reads the source of the functions that its verbs are given, so cells must be run with the source that was
// written.
let kernel: KernelClient;

beforeAll(async () => {
  kernel = await KernelClient.start();
  const ready = await kernel.execute(
    "import { op, table } from 'arquero'; import * as aq from 'arquero'; const t = table({ a: ['x', 'x', 'y'], v: [1, 2, 4] });",
  );
  expect(ready.reply.content).toMatchObject({ status: 'ok' });
});

afterAll(() => kernel?.close());

describe('a verb of arquero in a cell takes', () => {
  it.each([
    ['a condition', 't.filter((d) => d.v > 1)', '2,4'],
    ['a value', 't.derive({ v: (d) => d.v * 10 + 1 })', '11,21,41'],
    ['an operation', 't.groupby("a").rollup({ v: (d) => op.mean(d.v) })', '1.5,4'],
    ['an operation of the whole module', 't.groupby("a").rollup({ v: (d) => aq.op.mean(d.v) })', '1.5,4'],
    ['a function of Math', 't.derive({ v: (d) => Math.sqrt(d.v) })', `1,${Math.sqrt(2)},2`],
    ['an order', 't.orderby((d) => -d.v)', '4,2,1'],
    ['a template and a choice', 't.derive({ v: (d) => (d.v > 1 ? `${d.v} %` : "none") })', 'none,2 %,4 %'],
    ['a parameter', 't.params({ least: 2 }).filter((d, $) => d.v >= $.least)', '2,4'],
    ['a function with a body', 't.derive({ v: (d) => { const w = d.v + 1; return w; } })', '2,3,5'],
  ])('%s', async (_, code, shown) => {
    const result = await kernel.execute(`(${code}).array('v').join(',')`);
    expect(result.reply.content).toMatchObject({ status: 'ok' });
    expect(kernel.textOf(result)).toBe(shown);
  });
});
