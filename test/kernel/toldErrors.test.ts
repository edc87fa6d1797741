import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { Json } from '../../lib/kernel/wireMessage.js';
import { livingKernel } from './livingKernel.js';

const own = livingKernel();

const traceOf = (content: Json): string => stripVTControlCharacters((content['traceback'] as string[]).join('\n'));

describe('an error is told, whatever it is', () => {
  const thrown: readonly (readonly [what: string, code: string, told: string])[] = [
    ['a cause that leads back', 'const e1 = new Error("round"); (e1 as any).cause = e1; throw e1;', 'Error: round'],
    [
      'causes in a circle',
      'const a1 = new Error("one"), b1 = new Error("two", { cause: a1 }); (a1 as any).cause = b1; throw a1;',
      'Error: two',
    ],
    ['a stack that is a number', 'throw Object.assign(new Error("numbered"), { stack: 5 });', 'Error: numbered'],
    [
      'a stack that is a list',
      'throw Object.assign(new Error("listed"), { stack: [Symbol("s"), {}] });',
      'Error: listed',
    ],
    [
      'a stack that throws',
      'throw Object.defineProperty(new Error("shy"), "stack", { get() { throw new Error("no") } });',
      'Error: shy',
    ],
    [
      'a message that throws',
      'throw Object.defineProperty(new Error(), "message", { get() { throw new Error("no") } });',
      'Error',
    ],
    ['a name that is no text', 'throw Object.assign(new Error("odd"), { name: { toString() { throw 1 } } });', 'odd'],
    [
      'a cause that throws',
      'throw Object.defineProperty(new Error("caused"), "cause", { get() { throw new Error("no") } });',
      'Error: caused',
    ],
    [
      'errors that gather themselves',
      'const gathered = new AggregateError([new Error("inner")], "many"); gathered.errors.push(gathered); throw gathered;',
      'inner',
    ],
    [
      'a proxy that refuses everything',
      'throw new Proxy({}, new Proxy({}, { get() { throw new Error("no") } }));',
      'Thrown',
    ],
    [
      'a proxy of an error that refuses',
      'throw new Proxy(new Error("hidden"), { get() { throw new Error("no") }, getPrototypeOf() { throw new Error("no") } });',
      '',
    ],
    ['null', 'throw null;', 'null'],
    ['undefined', 'throw undefined;', 'undefined'],
    ['a symbol', 'throw Symbol("sign");', 'Symbol(sign)'],
    ['a function', 'throw function fails() {};', 'fails'],
    ['an object without a prototype', 'throw Object.create(null);', '[Object: null prototype]'],
    [
      'an object that cannot be inspected',
      'throw { [Symbol.for("nodejs.util.inspect.custom")]() { throw new Error("no") } };',
      'Thrown',
    ],
    ['a large integer', 'throw 10n;', '10n'],
    ['a text of a hundred million characters', 'throw "x".repeat(1e8);', 'more characters'],
    [
      'a deep chain of causes',
      'let deep: Error = new Error("end"); for (let k = 0; k < 5000; k++) deep = new Error("up", { cause: deep }); throw deep;',
      'Error: up',
    ],
    ['an endless recursion', 'function down(): number { return 1 + down(); } down();', 'RangeError'],
    ['after an await, a null', 'await null; throw null;', 'null'],
    ['a rejection with nothing', 'await Promise.reject();', 'undefined'],
    [
      'a thenable that throws',
      'const thenable: any = { then() { throw new TypeError("then") } }; await thenable',
      'TypeError: then',
    ],
  ];
  it.each(thrown)('%s', async (_, code, told) => {
    const { content } = (await own.kernel.execute(code)).reply;
    expect(content).toMatchObject({
      status: 'error',
      ename: expect.any(String) as string,
      evalue: expect.any(String) as string,
    });
    expect(traceOf(content)).toContain(told);
    await own.lives();
  });

  it('with each of those that it gathers', async () => {
    const { content } = (
      await own.kernel.execute(
        'throw new AggregateError([new TypeError("first"), "second", new Error("third", { cause: 3 })], "all failed");',
      )
    ).reply;
    expect(traceOf(content)).toMatch(
      /AggregateError: all failed[^]*1\. TypeError: first[^]*2\. Thrown: second[^]*3\. Error: third[^]*Caused by:/,
    );
    const any = (
      await own.kernel.execute(
        'await Promise.any([Promise.reject(new Error("one")), Promise.reject(new Error("two"))])',
      )
    ).reply;
    expect(traceOf(any.content)).toMatch(/1\. Error: one[^]*2\. Error: two/);
  });

  it.each(['() => { throw new Error("formatting") }', '(_: Error, sites: unknown) => sites', '5'])(
    'with Error.prepareStackTrace %s',
    async (prepare) => {
      await own.kernel.execute(`(Error as any).prepareStackTrace = ${prepare};`);
      const { content } = (
        await own.kernel.execute('function formatted() {\n  throw new RangeError("told");\n}\nformatted();')
      ).reply;
      expect(content).toMatchObject({ ename: 'RangeError', evalue: 'told' });
      expect(traceOf(content)).toMatch(/at formatted, cell \d+, line 2/);
      await own.kernel.execute('delete (Error as any).prepareStackTrace;');
    },
  );
});

it('an error whose trace is formatted to something else is told without it', async () => {
  await own.kernel.execute('(Error as any).prepareStackTrace = () => ({ own: 1 });');
  const { content } = (await own.kernel.execute('throw new RangeError("told");')).reply;
  expect(content).toMatchObject({ ename: 'RangeError', evalue: 'told' });
  await own.kernel.execute('delete (Error as any).prepareStackTrace;');
});
