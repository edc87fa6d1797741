import { describe, expect, it } from 'vitest';
import type { Json } from '../../lib/kernel/wireMessage.js';
import { livingKernel } from './livingKernel.js';

const own = livingKernel();

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
    expect(await own.kernel.request(type, content)).toMatchObject({
      status: 'error',
      evalue: expect.any(String) as string,
    });
    await own.lives();
  });

  it.each([-5, 1e9, 1.5, 'two', null, {}])('a position of %j is taken as the nearest there is', async (position) => {
    for (const type of ['complete_request', 'inspect_request'])
      expect(await own.kernel.request(type, { code: 'Math.a', cursor_pos: position, detail_level: 0 })).toMatchObject({
        status: 'ok',
      });
  });

  it('also one whose content is no object, and one without the right signature is not', async () => {
    for (const raw of ['[1]', 'null', '{', '"text"']) {
      const sent = own.kernel.postRaw('kernel_info_request', raw);
      expect((await own.kernel.replyTo(sent)).content).toMatchObject({ status: 'error' });
    }
    own.kernel.postRaw('execute_request', '{"code":"1"}', 'another key');
    await own.lives();
  });

  it('messages of comms that make no sense are passed over', async () => {
    for (const content of [
      {},
      { comm_id: 5, data: null },
      { comm_id: '__proto__', data: [] },
      { target_name: {} },
    ] as Json[])
      for (const type of ['comm_open', 'comm_msg', 'comm_close']) own.kernel.post(type, content);
    await own.lives();
  });
});

describe('positions count code points', () => {
  it('in completion', async () => {
    await own.kernel.execute('const temperature = 0.07;');
    const code = 'const face = "😀😀"; temper';
    const length = [...code].length;
    const reply = await own.kernel.request('complete_request', { code, cursor_pos: length });
    expect(reply['matches']).toContain('temperature');
    expect(reply).toMatchObject({ cursor_start: length - 6, cursor_end: length });
  });

  it('in completion before more text, and of members', async () => {
    const code = '"😀".len; "😀"';
    const reply = await own.kernel.request('complete_request', { code, cursor_pos: [...'"😀".len'].length });
    expect(reply).toMatchObject({ cursor_start: 4, cursor_end: 7 });
    expect(reply['matches']).toContain('length');
  });

  it('in inspection', async () => {
    const code = '/* 😀😀😀😀😀😀😀😀 */ temperature; Math';
    const at = [...code.slice(0, code.indexOf('temperature') + 10)].length;
    const reply = await own.kernel.request('inspect_request', { code, cursor_pos: at, detail_level: 0 });
    expect(JSON.stringify(reply['data'])).toContain('const temperature');
  });
});
