import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Json } from '../../lib/kernel/wireMessage.js';
import { type CellResult, KernelClient } from './kernelClient.js';

// The real kernel process, spoken to over its sockets.
let kernel: KernelClient;

beforeAll(async () => {
  kernel = await KernelClient.start();
});

afterAll(() => kernel?.close());

const textOf = (result: CellResult): string => kernel.textOf(result);
const traceOf = (content: Json): string => stripVTControlCharacters((content['traceback'] as string[]).join('\n'));

describe('cells', () => {
  it('keep their declarations, await at the top, and show the last value', async () => {
    await kernel.execute(
      'const base: number = await Promise.resolve(40);\nfunction add(n: number) { return base + n; }',
    );
    expect(textOf(await kernel.execute('add(2)'))).toBe('42');
  });

  it('count from 1, and silent ones do not count', async () => {
    const first = (await kernel.execute('0')).reply.content['execution_count'] as number;
    await kernel.start('1', { silent: true }).result;
    expect((await kernel.execute('2')).reply.content['execution_count']).toBe(first + 1);
  });

  it('run in order and show output where it was caused, also when it comes late', async () => {
    const late = kernel.start("setTimeout(() => console.log('late'), 300); console.log('first');");
    const next = kernel.start("console.log('second'); await new Promise((r) => setTimeout(r, 600));");
    expect(textOf(await next.result)).toBe('second\n');
    expect(textOf(await late.result)).toBe('first\nlate\n');
  });

  it('replace what they show live, and end with a figure and its image in the same place', async () => {
    const cell = await kernel.execute(
      "import { showLive } from 'cliplab';\n" +
        "const f = (n: number) => ({ kind: 'figure' as const, name: 'live', caption: `of ${n}`, data: [{ type: 'bar' as const, y: [n] }], layout: { width: 200, height: 100 }, table: [] });\n" +
        "const live = showLive('waiting'); live.update(f(1)); live.update(f(2)); await live.finish(f(3));",
    );
    const displays = cell.published.filter(({ header }) => header.msg_type.endsWith('display_data'));
    expect(displays.map(({ content }) => (content['data'] as Json)['text/plain'])).toEqual([
      'waiting',
      'of 1',
      'of 2',
      'of 3',
      'of 3',
    ]);
    expect(displays.map(({ header }) => header.msg_type)).toEqual([
      'display_data',
      ...Array<string>(4).fill('update_display_data'),
    ]);
    expect(new Set(displays.map(({ content }) => (content['transient'] as Json)['display_id'])).size).toBe(1);
    expect(displays.map(({ content }) => 'image/png' in (content['data'] as Json))).toEqual([
      false,
      false,
      false,
      false,
      true,
    ]);
  });

  it('that never pause show every line as they go', async () => {
    const { sent, result } = kernel.start('for (let k = 0; k < 3000; k++) console.log(k);\nfor (;;) Math.random();');
    const caused = KernelClient.causedBy(sent);
    await kernel.waitFor((message) => caused(message) && message.content['text'] === '2999\n', 'the last line');
    kernel.interrupt();
    const lines = kernel
      .textOf(await result)
      .trim()
      .split('\n');
    expect(lines).toEqual(Array.from({ length: 3000 }, (_, k) => String(k)));
  });

  it('import cliplab and what lies beside the notebook', async () => {
    writeFileSync(join(kernel.folder, 'beside.ts'), 'export const twice = (n: number): number => 2 * n;\n');
    const shown = await kernel.execute(
      "import { fillTemplate } from 'cliplab';\nimport { twice } from './beside';\nfillTemplate('a {c} of', String(twice(4)))",
    );
    expect(textOf(shown)).toBe('a 8 of');
  });
});

describe('errors', () => {
  it('of types name the line and what is wrong', async () => {
    const { content } = (await kernel.execute('const fine = 1;\nconst n: number = "one";')).reply;
    expect(content).toMatchObject({ status: 'error', ename: 'CompileError' });
    expect(traceOf(content)).toContain("line 2: Type 'string' is not assignable to type 'number'.");
    expect(traceOf(content)).toContain('2 | const n: number = "one";');
  });

  it('have name, message, and a trace in the lines of the cells that they passed', async () => {
    await kernel.execute('function fails(n: number): never {\n  // says why\n  throw new RangeError(`not ${n}`);\n}');
    const { reply, published } = await kernel.execute('const three = 3;\n\nfails(three);');
    const { content } = reply;
    expect(content).toMatchObject({ status: 'error', ename: 'RangeError', evalue: 'not 3' });
    const cell = content['execution_count'] as number;
    expect(traceOf(content).split('\n')).toEqual([
      'RangeError: not 3',
      `    at fails, cell ${cell - 1}, line 3`,
      '    3 |   throw new RangeError(`not ${n}`);',
      '                ^',
      `    at cell ${cell}, line 3`,
    ]);
    const error = published.find(({ header }) => header.msg_type === 'error');
    expect(error?.content).toMatchObject({ ename: 'RangeError', evalue: 'not 3' });
  });

  it('of any value thrown are shown, after an await too', async () => {
    const { content } = (await kernel.execute('await null;\nthrow { reason: 7 };')).reply;
    expect(content).toMatchObject({ ename: 'Thrown', evalue: '{ reason: 7 }' });
  });

  it('that a user can mend need no trace of the package', async () => {
    const { content } = (await kernel.execute("import { loadDataset } from 'cliplab';\nawait loadDataset('nowhere');"))
      .reply;
    expect(content['ename']).toBe('UserError');
    expect(traceOf(content)).not.toContain('lib/dist');
  });

  it('keep what the cell declared before, and drop the cells that waited', async () => {
    const failing = kernel.start('const kept = 5;\nawait null;\nthrow new Error("stop");');
    const waiting = kernel.start('1');
    expect((await failing.result).reply.content['status']).toBe('error');
    expect((await waiting.result).reply.content['status']).toBe('aborted');
    expect(textOf(await kernel.execute('kept'))).toBe('5');
  });

  it('that nobody waited for are reported and do not end the kernel', async () => {
    const promised = await kernel.execute("void Promise.reject(new TypeError('forgotten'));\n'on'");
    expect(textOf(promised)).toContain('TypeError: forgotten');
    const sent = kernel.start("setTimeout(() => { throw new Error('from a timer'); }, 50); 'on'");
    await sent.result;
    await kernel.waitFor(({ content }) => String(content['text']).includes('from a timer'), 'the error of a timer');
    expect(textOf(await kernel.execute('1 + 1'))).toBe('2');
  });
});

describe('requests beside cells', () => {
  it('tell what the kernel is', async () => {
    const info = await kernel.request('kernel_info_request');
    expect(info).toMatchObject({
      status: 'ok',
      implementation: 'cliplab',
      language_info: { name: 'typescript', file_extension: '.ts' },
    });
  });

  it('complete names that earlier cells declared', async () => {
    await kernel.execute('const temperature = 0.07;');
    const completion = await kernel.request('complete_request', { code: 'temper', cursor_pos: 6 });
    expect(completion['matches']).toContain('temperature');
    const members = await kernel.request('complete_request', { code: 'temperature.toFi', cursor_pos: 16 });
    expect(members['matches']).toContain('toFixed');
  });

  it('inspect names, with the documentation of the package', async () => {
    const own = await kernel.request('inspect_request', { code: 'temperature', cursor_pos: 3, detail_level: 0 });
    expect(JSON.stringify(own['data'])).toContain('const temperature');
    const code = "import { slider } from 'cliplab';\nslider";
    const ours = await kernel.request('inspect_request', { code, cursor_pos: code.length - 2, detail_level: 0 });
    expect(JSON.stringify(ours['data'])).toContain('A number picked by sliding');
  });

  it('tell whether code is complete', async () => {
    expect(await kernel.request('is_complete_request', { code: 'const n = (' })).toMatchObject({
      status: 'incomplete',
    });
    expect(await kernel.request('is_complete_request', { code: 'const n = 1;' })).toMatchObject({ status: 'complete' });
  });

  it('for input are answered at once', async () => {
    const asked = [
      "import * as readline from 'node:readline/promises';\nawait readline.createInterface({ input: process.stdin }).question('?')",
      'for await (const line of process.stdin) console.log(line);',
      "await new Promise((resolve) => process.stdin.once('data', resolve))",
    ];
    for (const code of asked) {
      const { content } = (await kernel.execute(code)).reply;
      expect(content).toMatchObject({ status: 'error', ename: 'UserError' });
      expect(content['evalue']).toMatch(/^A cell cannot ask for input[^.]*\.$/);
    }
    // As a browser asks: the compiler knows no such names.
    for (const code of ["const name = prompt('name?')", "if (confirm('sure?')) 1;"])
      expect((await kernel.execute(code)).reply.content['traceback']).toContainEqual(
        expect.stringMatching(/^A cell cannot ask for input/),
      );
    expect(kernel.textOf(await kernel.execute("const prompt = 'a photo'; prompt"))).toBe('a photo');
  });

  it('of history are answered with none', async () => {
    expect(await kernel.request('history_request', {})).toEqual({ status: 'ok', history: [] });
  });
});

describe('the end', () => {
  it('comes when asked for, with an answer and exit code 0', async () => {
    const own = await KernelClient.start();
    const ended = once(own.process, 'exit');
    expect(await own.request('shutdown_request', { restart: true }, 'control')).toEqual({
      status: 'ok',
      restart: true,
    });
    expect(await ended).toEqual([0, null]);
    await own.close();
  });

  it('comes with the end of the server that started it, also to a cell that never pauses', async () => {
    const server = spawn(process.execPath, ['-e', 'setInterval(() => undefined, 1000)']);
    const own = await KernelClient.start(server.pid);
    const ended = once(own.process, 'exit');
    const { sent } = own.start("await null;\nconsole.log('begun');\nfor (;;);");
    const caused = KernelClient.causedBy(sent);
    await own.waitFor((message) => caused(message) && message.content['text'] === 'begun\n', '"begun"');
    server.kill('SIGKILL');
    expect(await ended).toEqual([null, 'SIGKILL']);
    await own.close();
  });

  it('comes with the end of the server that started it', async () => {
    const server = spawn(process.execPath, ['-e', 'setInterval(() => undefined, 1000)']);
    const own = await KernelClient.start(server.pid);
    const ended = once(own.process, 'exit');
    server.kill('SIGKILL');
    expect(await ended).toEqual([0, null]);
    await own.close();
  });
});
