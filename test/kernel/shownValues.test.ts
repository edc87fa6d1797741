import { describe, expect, it } from 'vitest';
import { livingKernel } from './livingKernel.js';

const own = livingKernel();

describe('a value is shown, whatever it is', () => {
  const values: readonly (readonly [what: string, code: string, shown: string])[] = [
    [
      'with getters that throw',
      '({ get kind() { throw new Error("no") }, get then() { throw new Error("no") } })',
      '[Getter]',
    ],
    [
      'a proxy that refuses everything',
      'new Proxy({}, { get() { throw new Error("no") }, ownKeys() { throw new Error("no") } })',
      '{}',
    ],
    ['that cannot be inspected', '({ [Symbol.for("nodejs.util.inspect.custom")]() { throw new Error("no") } })', ''],
    ['whose inspection is no text', '({ [Symbol.for("nodejs.util.inspect.custom")]: () => Symbol("s") })', 'Symbol(s)'],
    [
      'with toString and toJSON that throw',
      '({ toString() { throw 1 }, toJSON() { throw 2 }, valueOf() { throw 3 } })',
      'toString',
    ],
    ['that contains itself', 'const circle: any = {}; circle.self = circle; circle', '[Circular'],
    ['a text of a hundred million characters', '"x".repeat(1e8)', 'more characters'],
    [
      'an object of 300,000 names',
      'Object.fromEntries(Array.from({ length: 300_000 }, (_, k) => ["a long name of a property " + k, k]))',
      'more characters',
    ],
    ['a symbol', 'Symbol("sign")', 'Symbol(sign)'],
    ['what says that it is rich and is not', '({ kind: "rich" })', "kind: 'rich'"],
    ['a function', '(() => 1)', '[Function'],
  ];
  it.each(values)('%s', async (_, code, shown) => {
    const result = await own.kernel.execute(code);
    expect(result.reply.content['status']).toBe('ok');
    expect(own.kernel.textOf(result)).toContain(shown);
    expect(own.kernel.textOf(result).length).toBeLessThan(1_100_000);
    await own.lives();
  });

  it('a bundle that is no JSON fails its cell', async () => {
    const { content } = (
      await own.kernel.execute(
        "import { show } from 'cliplab';\nconst round: any = {}; round.a = round;\nawait show({ kind: 'rich', bundle: { 'application/json': round } } as any)",
      )
    ).reply;
    expect(content).toMatchObject({ status: 'error', ename: 'TypeError' });
    await own.lives();
  });

  it('printed text of ten million characters comes whole', async () => {
    const result = await own.kernel.execute('console.log("😀".repeat(5e6))');
    expect(own.kernel.textOf(result)).toBe('😀'.repeat(5e6) + '\n');
  });
});

describe('lone surrogates never reach a notebook', () => {
  const LONE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;
  it.each([
    'console.log("a\\ud800b")',
    '"a\\udc00b"',
    "import { html, show } from 'cliplab'; await show(html('<p>a\\ud83d</p>'))",
    'throw new Error("a\\ud800b")',
    'throw "\\udead"',
    '"\\\\ud800 is written, 😀 is whole" + "\\ud800"',
  ])('%s', async (code) => {
    const { reply, published } = await own.kernel.execute(code);
    for (const { content } of [reply, ...published]) {
      const text = JSON.stringify(content);
      expect(text).not.toMatch(/(?<!\\)(?:\\\\)*\\ud[89a-f]/);
      expect(text).not.toMatch(LONE);
    }
    expect(JSON.stringify(published.map(({ content }) => content))).toContain('\ufffd');
    if (code.includes('whole'))
      expect(JSON.stringify(published.map(({ content }) => content))).toContain('\\\\ud800 is written, 😀');
  });
});
