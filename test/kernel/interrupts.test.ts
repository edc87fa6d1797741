import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { WireMessage } from '../../lib/kernel/wireMessage.js';
import { type CellResult, KernelClient } from './kernelClient.js';

// How the user's interrupt ends what a cell does, in the real kernel.
let kernel: KernelClient;

beforeAll(async () => {
  kernel = await KernelClient.start();
});

afterAll(() => kernel?.close());

const textOf = (result: CellResult): string => kernel.textOf(result);

/** Waits until a cell says that it has begun, then gives it time to be deep in its work. */
async function begun(sent: Parameters<typeof KernelClient.causedBy>[0]): Promise<void> {
  const caused = KernelClient.causedBy(sent);
  await kernel.waitFor((message) => caused(message) && message.content['text'] === 'begun\n', '"begun"');
  await new Promise((resolve) => setTimeout(resolve, 200));
}

describe('an interrupt', () => {
  const stops: readonly (readonly [what: string, code: string])[] = [
    ['a loop without a pause', "console.log('begun');\nwhile (true) Math.random();"],
    ['a loop without a pause after an await', "await null;\nconsole.log('begun');\nfor (;;) Math.random();"],
    [
      'such a loop that a timer began',
      "console.log('begun');\nsetTimeout(() => { do { Math.random(); } while (true); }, 20);\nawait new Promise(() => undefined);",
    ],
    [
      'a recursion after an await',
      "await null;\nconsole.log('begun');\nconst fib = (n: number): number => (n < 2 ? n : fib(n - 1) + fib(n - 2));\nfib(60);",
    ],
    [
      'a recursion of methods that a timer began',
      "console.log('begun');\nclass Deep { go(n: number): number { return n < 2 ? n : this.go(n - 1) + this.go(n - 2); } }\nsetTimeout(() => new Deep().go(60), 20);\nawait new Promise(() => undefined);",
    ],
    [
      'callbacks without a loop',
      "await null;\nconsole.log('begun');\nconst many = Array.from({ length: 1e6 }, (_, k) => k);\nmany.map(() => many.reduce((sum, k) => sum + k, 0));",
    ],
    [
      'a recursion that catches everything, twice',
      "await null;\nconsole.log('begun');\nfunction deep(): void { try { deep(); } catch {} try { deep(); } catch {} }\ndeep();",
    ],
    [
      'loops that catch everything',
      "await null;\nconsole.log('begun');\nfor (;;) try { for (;;) try { for (;;); } catch { continue; } } catch { continue; }",
    ],
    ['a wait that never ends', "console.log('begun');\nawait new Promise(() => undefined);"],
    [
      'a long job, at its next step',
      "import { breathe } from 'cliplab';\nvar steps = 0;\nconsole.log('begun');\nfor (;;) { steps++; await breathe(); }",
    ],
  ];
  it.each(stops)('stops %s, and keeps the kernel', async (_, code) => {
    await kernel.execute('var kept = "kept";');
    const { sent, result } = kernel.start(code);
    await begun(sent);
    kernel.interrupt();
    expect((await result).reply.content).toMatchObject({
      status: 'error',
      ename: 'Interrupted',
      evalue: 'stopped by the user',
    });
    expect(textOf(await kernel.execute('for (const k of [1]) kept += k;\nkept'))).toBe('kept1');
  });

  const comingAgain: readonly (readonly [what: string, code: string])[] = [
    ['waited', 'await new Promise(() => undefined);'],
    ['computed', 'while (true) Math.random();'],
  ];
  it.each(comingAgain)('stops timers that never pause and come again, of a cell that %s', async (_, rest) => {
    const { sent, result } = kernel.start(
      `let came = 0;\nconsole.log('begun');\nsetInterval(() => { came++; while (true) Math.random(); }, 20);\n${rest}`,
    );
    await begun(sent);
    await new Promise((resolve) => setTimeout(resolve, 100));
    kernel.interrupt();
    expect((await result).reply.content['ename']).toBe('Interrupted');
    expect(textOf(await kernel.execute('await new Promise((r) => setTimeout(r, 100));\ncame > 1'))).toBe('true');
  });

  it('ends the job itself, not only the wait for it', async () => {
    const before = textOf(await kernel.execute('steps'));
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(textOf(await kernel.execute('steps'))).toBe(before);
  });

  it('comes as a message, too', async () => {
    const { sent, result } = kernel.start("console.log('begun');\nawait new Promise(() => undefined);");
    await begun(sent);
    expect(await kernel.request('interrupt_request', {}, 'control')).toEqual({ status: 'ok' });
    expect((await result).reply.content['ename']).toBe('Interrupted');
  });

  it('of an idle kernel changes nothing', async () => {
    kernel.interrupt();
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(textOf(await kernel.execute('let turns = 0;\nfor (; turns < 3; turns++);\nturns'))).toBe('3');
  });

  it('of one call that looks at none says so at once, and counts when it has returned', async () => {
    const { sent, result } = kernel.start(
      "await null;\nconsole.log('begun');\nAtomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 6_000);\n'done'",
    );
    await begun(sent);
    kernel.interrupt();
    const caused = KernelClient.causedBy(sent);
    const late = (message: WireMessage): boolean =>
      caused(message) && String(message.content['text']).startsWith('The interrupt waits for one call to return');
    const said = await kernel.waitFor(late, 'that the interrupt is late');
    expect(kernel.published.some((message) => caused(message) && message.header.msg_type === 'error')).toBe(false);
    expect(said.content['text']).toContain('restart the kernel');
    const done = await result;
    expect(done.reply.content['ename']).toBe('Interrupted');
    expect(textOf(done)).not.toContain('done');
  });
});
