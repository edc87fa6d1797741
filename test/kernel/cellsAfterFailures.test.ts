import { describe, expect, it } from 'vitest';
import { livingKernel } from './livingKernel.js';

const own = livingKernel();

describe('what comes from outside of cells', () => {
  it.each([
    'null',
    'undefined',
    'Symbol("late")',
    'new Proxy({}, { get() { throw 1 } })',
    'Object.defineProperty(new Error("x"), "stack", { get() { throw 1 } })',
  ])('does not end the kernel: %s', async (value) => {
    await own.kernel.execute(
      `setTimeout(() => { throw ${value}; }, 1); void Promise.reject(${value}); queueMicrotask(() => { throw ${value}; }); await new Promise((r) => setTimeout(r, 50));`,
    );
    await own.lives();
  });
});

describe('cells after one that failed', () => {
  it('run when they are sent after its reply, at once', async () => {
    for (let k = 0; k < 5; k++) {
      expect((await own.kernel.execute('throw new Error("stop")')).reply.content['status']).toBe('error');
      await own.lives();
    }
  });

  it('are dropped when they waited, also while a cell kept the kernel from reading', async () => {
    const failing = own.kernel.start(
      'const until = performance.now() + 300; while (performance.now() < until); throw new Error("stop")',
    );
    const waiting = [own.kernel.start('1'), own.kernel.start('2')];
    await new Promise((resolve) => setTimeout(resolve, 100));
    waiting.push(own.kernel.start('3'));
    expect((await failing.result).reply.content['status']).toBe('error');
    for (const { result } of waiting) expect((await result).reply.content['status']).toBe('aborted');
    await own.lives();
  });

  it('run where the front end says so', async () => {
    const failing = own.kernel.start('throw new Error("go on")', { stop_on_error: false });
    const next = own.kernel.start('1 + 1');
    expect((await failing.result).reply.content['status']).toBe('error');
    expect(own.kernel.textOf(await next.result)).toBe('2');
  });
});

describe('a cell that is not kept', () => {
  it('does not count', async () => {
    const first = (await own.kernel.execute('0')).reply.content['execution_count'] as number;
    const between = await own.kernel.start('"seen"', { store_history: false }).result;
    expect(own.kernel.textOf(between)).toBe('seen');
    expect(between.reply.content['execution_count']).toBe(first);
    expect((await own.kernel.execute('2')).reply.content['execution_count']).toBe(first + 1);
  });

  it('shows nothing when it is silent, and runs', async () => {
    const silent = await own.kernel.start('console.log("loud"); console.error("loud"); "value"', { silent: true })
      .result;
    expect(silent.reply.content['status']).toBe('ok');
    const failing = await own.kernel.start('throw new Error("quiet")', { silent: true }).result;
    expect(failing.reply.content).toMatchObject({ status: 'error', evalue: 'quiet' });
    for (const { published } of [silent, failing])
      expect(published.map(({ header }) => header.msg_type)).toEqual(['status', 'status']);
  });
});
