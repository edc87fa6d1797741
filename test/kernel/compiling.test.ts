import { stripVTControlCharacters } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KernelClient } from './kernelClient.js';

// Cells that do not compile, in the real kernel.
let kernel: KernelClient;

beforeAll(async () => {
  kernel = await KernelClient.start();
});

afterAll(() => kernel?.close());

async function failure(code: string): Promise<string> {
  const { content } = (await kernel.execute(code)).reply;
  expect(content['status'], code.slice(0, 80)).toBe('error');
  return stripVTControlCharacters((content['traceback'] as string[]).join('\n'));
}

describe('a cell that the compiler cannot follow', () => {
  const deep = ['('.repeat(5_000), '['.repeat(3_000)];
  it.each(deep)('says so, and the next one runs: %.3s', async (code) => {
    await kernel.execute('const kept = 6;');
    expect(await failure(code)).toMatch(/^UserError: The cell nests deeper than the compiler can follow: [^.]*\.$/);
    expect(kernel.textOf(await kernel.execute('kept * 7'))).toBe('42');
  });

  it('is no hindrance to what its author types next', async () => {
    for (const type of ['complete_request', 'inspect_request'])
      await kernel.request(type, { code: deep[0]!, cursor_pos: 5_000, detail_level: 0 });
    const after = await kernel.request('complete_request', { code: 'Math.sq', cursor_pos: 7 });
    expect(after['matches']).toContain('sqrt');
    expect(kernel.textOf(await kernel.execute('6 * 7'))).toBe('42');
  });
});

describe('what the compiler says', () => {
  it.each([
    ['type X', /line 1: '=' expected\. \(TS1005\)\n {4}1 \| type X\n {14}\^$/],
    ['const y = 1;\nfunction', /line 2: Identifier expected\. \(TS1359\)\n {4}2 \| function\n {16}\^$/],
    ['const x =', /line 1: Expression expected\./],
  ])('of a cell that stops in the midst of something is at its end: %s', async (code, told) => {
    expect(await failure(code)).toMatch(told);
  });

  it('is bounded', async () => {
    const many = await failure('nowhere;\n'.repeat(300));
    expect(many.match(/Cannot find name/g)).toHaveLength(20);
    expect(many).toMatch(/and 280 more$/);
    const wide = await failure(`/* ${'w'.repeat(100_000)} */ nowhere; /* ${'w'.repeat(100_000)} */`);
    expect(wide.length).toBeLessThan(1_000);
    const [, , line = '', mark = ''] = wide.split('\n');
    expect(line.slice(mark.indexOf('^')).startsWith('nowhere; ')).toBe(true);
  });

  it.each(['%time 1', '%%bash\nls', '!ls -l', '!pwd'])('of %j is that cells are TypeScript', async (code) => {
    expect(await failure(code)).toMatch(/Cells are TypeScript: [^.]*\.$/);
  });

  it('of TypeScript that looks alike is nothing of the kind', async () => {
    expect(await failure('!nowhere && 1')).not.toContain('Cells are TypeScript');
  });
});
