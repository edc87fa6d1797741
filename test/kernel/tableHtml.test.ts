import { from } from 'arquero';
import { expect, it } from 'vitest';
import { tableHtml, tableText } from '../../lib/kernel/tableHtml.js';

const circle: { self?: unknown } = {};
circle.self = circle;

it.each<[string, unknown, string]>([
  ['a symbol', Symbol('sign'), 'Symbol(sign)'],
  ['an object without a prototype', Object.create(null), '[Object: null prototype] {}'],
  ['what JSON has no numbers for', { big: 7n }, '7n'],
  ['what holds itself', circle, '[Circular *1]'],
  ['what JSON leaves out', { toJSON: () => undefined }, 'toJSON'],
])('a table of %s is shown', (_, value, shown) => {
  const table = from([{ name: 'first', value }]);
  expect(tableText(table)).toContain(shown);
  expect(tableHtml(table)).toContain(shown);
  expect(tableHtml(table)).toContain('first');
});

it('of symbols, marks are text', () => {
  expect(tableHtml(from([{ value: Symbol('<b>') }]))).toContain('Symbol(&lt;b&gt;)');
});
