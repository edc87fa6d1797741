import { stripVTControlCharacters } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Json } from '../../lib/kernel/wireMessage.js';
import { KernelClient } from './kernelClient.js';

// Whatever a cell or a front end does, the real kernel answers and lives.
let kernel: KernelClient;

beforeAll(async () => {
  kernel = await KernelClient.start();
}, 120_000);

afterAll(() => kernel?.close());

const traceOf = (content: Json): string => stripVTControlCharacters((content['traceback'] as string[]).join('\n'));

async function lives(): Promise<void> {
  expect(kernel.textOf(await kernel.execute('6 * 7'))).toBe('42');
}

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
    const { content } = (await kernel.execute(code)).reply;
    expect(content).toMatchObject({
      status: 'error',
      ename: expect.any(String) as string,
      evalue: expect.any(String) as string,
    });
    expect(traceOf(content)).toContain(told);
    await lives();
  });

  it('with each of those that it gathers', async () => {
    const { content } = (
      await kernel.execute(
        'throw new AggregateError([new TypeError("first"), "second", new Error("third", { cause: 3 })], "all failed");',
      )
    ).reply;
    expect(traceOf(content)).toMatch(
      /AggregateError: all failed[^]*1\. TypeError: first[^]*2\. Thrown: second[^]*3\. Error: third[^]*Caused by:/,
    );
    const any = (
      await kernel.execute('await Promise.any([Promise.reject(new Error("one")), Promise.reject(new Error("two"))])')
    ).reply;
    expect(traceOf(any.content)).toMatch(/1\. Error: one[^]*2\. Error: two/);
  });

  it.each(['() => { throw new Error("formatting") }', '(_: Error, sites: unknown) => sites', '5'])(
    'with Error.prepareStackTrace %s',
    async (prepare) => {
      await kernel.execute(`(Error as any).prepareStackTrace = ${prepare};`);
      const { content } = (
        await kernel.execute('function formatted() {\n  throw new RangeError("told");\n}\nformatted();')
      ).reply;
      expect(content).toMatchObject({ ename: 'RangeError', evalue: 'told' });
      expect(traceOf(content)).toMatch(/at formatted, cell \d+, line 2/);
      await kernel.execute('delete (Error as any).prepareStackTrace;');
    },
  );
});

it('an error whose trace is formatted to something else is told without it', async () => {
  await kernel.execute('(Error as any).prepareStackTrace = () => ({ own: 1 });');
  const { content } = (await kernel.execute('throw new RangeError("told");')).reply;
  expect(content).toMatchObject({ ename: 'RangeError', evalue: 'told' });
  await kernel.execute('delete (Error as any).prepareStackTrace;');
});

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
    const result = await kernel.execute(code);
    expect(result.reply.content['status']).toBe('ok');
    expect(kernel.textOf(result)).toContain(shown);
    expect(kernel.textOf(result).length).toBeLessThan(1_100_000);
    await lives();
  });

  it('a bundle that is no JSON fails its cell', async () => {
    const { content } = (
      await kernel.execute(
        "import { show } from 'cliplab';\nconst round: any = {}; round.a = round;\nawait show({ kind: 'rich', bundle: { 'application/json': round } } as any)",
      )
    ).reply;
    expect(content).toMatchObject({ status: 'error', ename: 'TypeError' });
    await lives();
  });

  it('printed text of ten million characters comes whole', async () => {
    const result = await kernel.execute('console.log("😀".repeat(5e6))');
    expect(kernel.textOf(result)).toBe('😀'.repeat(5e6) + '\n');
  });
});

describe('what comes from outside of cells', () => {
  it.each([
    'null',
    'undefined',
    'Symbol("late")',
    'new Proxy({}, { get() { throw 1 } })',
    'Object.defineProperty(new Error("x"), "stack", { get() { throw 1 } })',
  ])('does not end the kernel: %s', async (value) => {
    await kernel.execute(
      `setTimeout(() => { throw ${value}; }, 1); void Promise.reject(${value}); queueMicrotask(() => { throw ${value}; }); await new Promise((r) => setTimeout(r, 50));`,
    );
    await lives();
  });
});

describe('every request is answered', () => {
  const requests: readonly (readonly [type: string, content: Json])[] = [
    ['unheard_of_request', {}],
    ['constructor', {}],
    ['__proto__', {}],
    ['debug_request', { command: 'initialize' }],
    ['complete_request', {}],
    ['complete_request', { code: null, cursor_pos: 1 }],
    ['inspect_request', { code: 5 }],
    ['is_complete_request', {}],
    ['execute_request', {}],
    ['execute_request', { code: { not: 'text' } }],
  ];
  it.each(requests)('%s %j with what is wrong', async (type, content) => {
    expect(await kernel.request(type, content)).toMatchObject({
      status: 'error',
      evalue: expect.any(String) as string,
    });
    await lives();
  });

  it.each([-5, 1e9, 1.5, 'two', null, {}])('a position of %j is taken as the nearest there is', async (position) => {
    for (const type of ['complete_request', 'inspect_request'])
      expect(await kernel.request(type, { code: 'Math.a', cursor_pos: position, detail_level: 0 })).toMatchObject({
        status: 'ok',
      });
  });

  it('also one whose content is no object, and one without the right signature is not', async () => {
    for (const raw of ['[1]', 'null', '{', '"text"']) {
      const sent = kernel.postRaw('kernel_info_request', raw);
      expect((await kernel.replyTo(sent)).content).toMatchObject({ status: 'error' });
    }
    kernel.postRaw('execute_request', '{"code":"1"}', 'another key');
    await lives();
  });

  it('messages of comms that make no sense are passed over', async () => {
    for (const content of [
      {},
      { comm_id: 5, data: null },
      { comm_id: '__proto__', data: [] },
      { target_name: {} },
    ] as Json[])
      for (const type of ['comm_open', 'comm_msg', 'comm_close']) kernel.post(type, content);
    await lives();
  });
});

describe('positions count code points', () => {
  it('in completion', async () => {
    await kernel.execute('const temperature = 0.07;');
    const code = 'const face = "😀😀"; temper';
    const length = [...code].length;
    const reply = await kernel.request('complete_request', { code, cursor_pos: length });
    expect(reply['matches']).toContain('temperature');
    expect(reply).toMatchObject({ cursor_start: length - 6, cursor_end: length });
  });

  it('in completion before more text, and of members', async () => {
    const code = '"😀".len; "😀"';
    const reply = await kernel.request('complete_request', { code, cursor_pos: [...'"😀".len'].length });
    expect(reply).toMatchObject({ cursor_start: 4, cursor_end: 7 });
    expect(reply['matches']).toContain('length');
  });

  it('in inspection', async () => {
    const code = '/* 😀😀😀😀😀😀😀😀 */ temperature; Math';
    const at = [...code.slice(0, code.indexOf('temperature') + 10)].length;
    const reply = await kernel.request('inspect_request', { code, cursor_pos: at, detail_level: 0 });
    expect(JSON.stringify(reply['data'])).toContain('const temperature');
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
    const { reply, published } = await kernel.execute(code);
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

describe('cells after one that failed', () => {
  it('run when they are sent after its reply, at once', async () => {
    for (let k = 0; k < 5; k++) {
      expect((await kernel.execute('throw new Error("stop")')).reply.content['status']).toBe('error');
      await lives();
    }
  });

  it('are dropped when they waited, also while a cell kept the kernel from reading', async () => {
    const failing = kernel.start(
      'const until = performance.now() + 300; while (performance.now() < until); throw new Error("stop")',
    );
    const waiting = [kernel.start('1'), kernel.start('2')];
    await new Promise((resolve) => setTimeout(resolve, 100));
    waiting.push(kernel.start('3'));
    expect((await failing.result).reply.content['status']).toBe('error');
    for (const { result } of waiting) expect((await result).reply.content['status']).toBe('aborted');
    await lives();
  });

  it('run where the front end says so', async () => {
    const failing = kernel.start('throw new Error("go on")', { stop_on_error: false });
    const next = kernel.start('1 + 1');
    expect((await failing.result).reply.content['status']).toBe('error');
    expect(kernel.textOf(await next.result)).toBe('2');
  });
});

describe('a cell that is not kept', () => {
  it('does not count', async () => {
    const first = (await kernel.execute('0')).reply.content['execution_count'] as number;
    const between = await kernel.start('"seen"', { store_history: false }).result;
    expect(kernel.textOf(between)).toBe('seen');
    expect(between.reply.content['execution_count']).toBe(first);
    expect((await kernel.execute('2')).reply.content['execution_count']).toBe(first + 1);
  });

  it('shows nothing when it is silent, and runs', async () => {
    const silent = await kernel.start('console.log("loud"); console.error("loud"); "value"', { silent: true }).result;
    expect(silent.reply.content['status']).toBe('ok');
    const failing = await kernel.start('throw new Error("quiet")', { silent: true }).result;
    expect(failing.reply.content).toMatchObject({ status: 'error', evalue: 'quiet' });
    for (const { published } of [silent, failing])
      expect(published.map(({ header }) => header.msg_type)).toEqual(['status', 'status']);
  });
});
