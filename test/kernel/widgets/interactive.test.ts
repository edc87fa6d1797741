import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Json, WireMessage } from '../../../lib/kernel/wireMessage.js';
import { type CellResult, KernelClient } from '../kernelClient.js';

// A front end without a screen: what JupyterLab's widget manager says to the kernel, and what it would be told.
let kernel: KernelClient;

beforeAll(async () => {
  kernel = await KernelClient.start();
  await kernel.execute(
    "import { breathe, button, checkbox, createWidget, dropdown, fileDrop, interactive, slider, text } from 'cliplab';",
  );
});

afterAll(() => kernel?.close());

interface Live {
  readonly id: string;
  readonly opened: WireMessage;
  readonly cell: CellResult;
  readonly state: Json;
}

/** Runs a cell that opens one widget. */
async function open(code: string): Promise<Live> {
  const cell = await kernel.execute(code);
  expect(cell.reply.content).toMatchObject({ status: 'ok' });
  const opened = cell.published.find(({ header }) => header.msg_type === 'comm_open');
  if (!opened) throw new Error('the cell opened no widget');
  const { comm_id: id, data } = opened.content as { comm_id: string; data: { state: Json } };
  return { id, opened, cell, state: data.state };
}

/** What the reader does: a change of state in the front end. */
const change = (live: Live, state: Json, paths: unknown[] = [], buffers: Uint8Array[] = []): WireMessage =>
  kernel.post('comm_msg', { comm_id: live.id, data: { method: 'update', state, buffer_paths: paths } }, buffers);

/** The first state from the kernel, after `since` messages, that is wanted. */
async function told(live: Live, wanted: (state: Json) => boolean, since = 0): Promise<WireMessage> {
  const stateOf = ({ content }: WireMessage): Json | undefined =>
    content['comm_id'] === live.id ? (content['data'] as { state?: Json } | undefined)?.state : undefined;
  return kernel.waitFor((message) => {
    const state = stateOf(message);
    return (
      message.header.msg_type === 'comm_msg' &&
      kernel.published.indexOf(message) >= since &&
      state !== undefined &&
      wanted(state)
    );
  }, 'that state');
}

const text = (state: Json): unknown => (state['output'] as Json | undefined)?.['text/plain'];

describe('interactive', () => {
  it('shows the panel, then a line and the drawing for a saved notebook', async () => {
    const { cell, state, id } = await open(
      "await interactive({ n: slider({ min: 1, max: 9, value: 3 }), mode: dropdown(['a', 'b'], { label: 'the mode' }) }, ({ n, mode }) => mode + n);",
    );
    const shown = cell.published
      .filter(({ header }) => header.msg_type === 'display_data')
      .map(({ content }) => content['data'] as Json);
    expect(shown.map((bundle) => Object.keys(bundle))).toEqual([
      ['application/vnd.jupyter.widget-view+json'],
      ['text/html', 'text/plain'],
      ['text/html', 'text/plain'],
    ]);
    expect(shown[0]?.['application/vnd.jupyter.widget-view+json']).toMatchObject({ model_id: id });
    expect(shown[1]?.['text/plain']).toBe(
      'n: 3 · the mode: a · To move the controls, run this cell: they need the kernel.',
    );
    expect(shown[2]?.['text/plain']).toBe('a3');
    expect(state).toMatchObject({ form_n: 3, form_mode: 0, output: { 'text/plain': 'a3' }, busy: false, message: '' });
    expect(state['controls']).toEqual([
      { kind: 'slider', form: 'form_n', label: 'n', min: 1, max: 9, step: 1 },
      { kind: 'dropdown', form: 'form_mode', label: 'the mode', options: ['a', 'b'] },
    ]);
  });

  it('draws again as controls move, with values of the right types', async () => {
    const live = await open(
      "await interactive({ n: slider({ min: 1, max: 9 }), on: checkbox(), words: text({ value: 'w' }) }, ({ n, on, words }) => `${n.toFixed(1)} ${on ? 'on' : 'off'} ${words.toUpperCase()}`);",
    );
    change(live, { form_n: 5 });
    await told(live, (state) => text(state) === '5.0 off W');
    change(live, { form_on: true, form_words: 'new' });
    await told(live, (state) => text(state) === '5.0 on NEW');
    change(live, { form_n: 1e9 });
    await told(live, (state) => text(state) === '9.0 on NEW');
  });

  it('updates what a saved notebook keeps when the controls rest', async () => {
    const live = await open('await interactive({ n: slider({ min: 1, max: 9 }) }, ({ n }) => `drawn ${n}`);');
    for (const n of [2, 3, 4]) change(live, { form_n: n });
    const updated = await kernel.waitFor(
      ({ header, content }) =>
        header.msg_type === 'update_display_data' && (content['data'] as Json)['text/plain'] === 'drawn 4',
      'the drawing for the saved notebook',
    );
    expect(
      KernelClient.causedBy({ ...live.opened, header: live.cell.reply.parent as WireMessage['header'] })(updated),
    ).toBe(true);
    const updates = kernel.published.filter(
      ({ header, parent }) => header.msg_type === 'update_display_data' && parent === updated.parent,
    );
    expect(updates.every(({ content }) => (content['data'] as Json)['text/plain'] !== 'drawn 2')).toBe(true);
  });

  it('shows what a long drawing has so far, and then the whole', async () => {
    const live = await open(
      "await interactive({ go: button() }, async ({ go }, _, update) => { if (go === 0) return 'idle'; for (const part of ['one', 'two']) { update(part); await new Promise((r) => setTimeout(r, 50)); } return 'whole'; });",
    );
    expect(live.state['output']).toMatchObject({ 'text/plain': 'idle' });
    change(live, { form_go: 1 });
    for (const part of ['one', 'two', 'whole']) await told(live, (state) => text(state) === part);
  });

  it('sends a figure without its image, and its image to the saved notebook', async () => {
    const live = await open(
      "const figure = (n: number) => ({ kind: 'figure' as const, name: 'f', caption: `of ${n}`, data: [{ type: 'bar' as const, y: [n] }], layout: { width: 200, height: 100 }, table: [] });\n" +
        'await interactive({ n: slider({ min: 1, max: 9 }) }, ({ n }) => figure(n));',
    );
    change(live, { form_n: 6 });
    const message = await told(live, (state) => text(state) === 'of 6');
    const { output } = (message.content['data'] as { state: { output: Json } }).state;
    expect(output['application/vnd.plotly.v1+json']).toMatchObject({ data: [{ type: 'bar', y: [6] }] });
    expect(output['image/png']).toBeUndefined();
    const image = await kernel.waitFor(
      ({ header, content }) =>
        header.msg_type === 'update_display_data' &&
        (content['data'] as Json)['text/plain'] === 'of 6' &&
        (content['data'] as Json)['image/png'] !== undefined,
      'the image',
    );
    expect(
      Buffer.from((image.content['data'] as Record<string, string>)['image/png'] ?? '', 'base64')
        .subarray(1, 4)
        .toString(),
    ).toBe('PNG');
  });

  it('takes a dropped file with its bytes', async () => {
    const live = await open(
      "await interactive({ file: fileDrop() }, ({ file }) => file ? `${file.name} ${file.bytes.join()}` : 'none');",
    );
    expect(live.state['form_file']).toBeNull();
    change(live, { form_file: { name: 'a.bin', type: '' } }, [['form_file', 'bytes']], [Uint8Array.of(7, 8, 255)]);
    await told(live, (state) => text(state) === 'a.bin 7,8,255');
  });

  it('answers a front end that comes later with the whole state', async () => {
    const live = await open('await interactive({ n: slider({ min: 1, max: 9 }) }, ({ n }) => n);');
    change(live, { form_n: 8 });
    await told(live, (state) => text(state) === '8');
    const info = await kernel.request('comm_info_request', { target_name: 'jupyter.widget' });
    expect((info['comms'] as Json)[live.id]).toEqual({ target_name: 'jupyter.widget' });
    expect((await kernel.request('comm_info_request', { target_name: 'another' }))['comms']).toEqual({});
    const since = kernel.published.length;
    const asked = kernel.post('comm_msg', { comm_id: live.id, data: { method: 'request_state' } });
    const answer = await told(live, (state) => state['_esm'] !== undefined, since);
    const { content } = answer;
    expect(KernelClient.causedBy(asked)(answer)).toBe(true);
    expect((content['data'] as { state: Json }).state).toMatchObject({
      _model_module: 'anywidget',
      form_n: 8,
      output: { 'text/plain': '8' },
    });
  });

  it('can be moved and read from code', async () => {
    const live = await open(
      "const panel = await interactive({ n: slider({ min: 1, max: 9 }), mode: dropdown(['a', 'b']) }, ({ n, mode }) => `${mode}${n}`);\npanel",
    );
    await kernel.execute("panel.set({ mode: 'b' });");
    await told(live, (state) => state['form_mode'] === 1);
    await told(live, (state) => text(state) === 'b1');
    change(live, { form_n: 4 });
    await told(live, (state) => text(state) === 'b4');
    expect(kernel.textOf(await kernel.execute('panel.values'))).toBe("{ n: 4, mode: 'b' }");
  });

  it('stops a long drawing for a newer one, and draws only the newest of many', async () => {
    const live = await open(
      'var began: number[] = [];\nawait interactive({ n: slider({ min: 0, max: 99 }) }, async ({ n }) => { began.push(n); while (n > 0 && n < 50) await breathe(); return `done ${n}`; });',
    );
    for (let n = 1; n <= 60; n++) change(live, { form_n: n });
    await told(live, (state) => text(state) === 'done 60');
    const began = JSON.parse(kernel.textOf(await kernel.execute('JSON.stringify(began)'))) as number[];
    expect(began.length).toBeLessThan(10);
    expect([began[0], began.at(-1)]).toEqual([0, 60]);
  });

  it('shows that it is at work, and is stopped by an interrupt', async () => {
    const live = await open(
      'await interactive({ n: slider({ min: 0, max: 9 }) }, async ({ n }) => { if (n === 1) for (;;) await breathe(); if (n === 2) for (console.log("loops"); ; ) Math.random(); if (n === 3) await new Promise(() => undefined); return `done ${n}`; });',
    );
    for (const n of [1, 2, 3]) {
      const since = kernel.published.length;
      change(live, { form_n: n });
      if (n !== 2) await told(live, (state) => state['busy'] === true, since);
      else await kernel.waitFor(({ content }) => content['text'] === 'loops\n', 'that it loops');
      kernel.interrupt();
      await told(live, (state) => String(state['message']).startsWith('Stopped.') && state['busy'] === false, since);
      // A loop stops before the main thread itself has heard of the interrupt; it has once it answers.
      await kernel.request('kernel_info_request');
    }
    change(live, { form_n: 4 });
    await told(live, (state) => text(state) === 'done 4' && state['message'] === '');
  });

  it('shows an error in the lines of the cell, and recovers', async () => {
    const live = await open(
      "await interactive({ n: slider({ min: 0, max: 9 }) }, ({ n }) => {\n  if (n === 5) throw new RangeError('not five');\n  return n;\n});",
    );
    change(live, { form_n: 5 });
    const { content } = await told(live, (state) => state['message'] !== '' && state['message'] !== undefined);
    const { state } = content['data'] as { state: Json };
    expect(state['message']).toContain('RangeError: not five');
    expect(state['message']).toContain("2 |   if (n === 5) throw new RangeError('not five');");
    expect(state['output']).toBeUndefined();
    change(live, { form_n: 6 });
    await told(live, (next) => text(next) === '6' && next['message'] === '');
  });

  it('fails its cell where the first drawing fails', async () => {
    const { reply, published } = await kernel.execute(
      "await interactive({ n: slider({ min: 0, max: 9 }) }, () => { throw new TypeError('at once'); });",
    );
    expect(reply.content).toMatchObject({ status: 'error', ename: 'TypeError', evalue: 'at once' });
    expect(published.some(({ header }) => header.msg_type === 'comm_open')).toBe(false);
  });

  it('prints below its own cell, whichever ran last', async () => {
    const live = await open(
      "await interactive({ again: button() }, ({ again }) => { console.log('pressed', again); return again; });",
    );
    const other = await kernel.execute('"another cell"');
    change(live, { form_again: 1 });
    await told(live, (state) => text(state) === '1');
    expect(kernel.textOf(live.cell)).toContain('pressed 1\n');
    expect(kernel.textOf(other)).toBe('another cell');
  });

  it('refuses what is no control at compile time', async () => {
    const { reply } = await kernel.execute('await interactive({ n: slider({ min: 0, max: 9 }) }, ({ n, m }) => n);');
    expect(reply.content).toMatchObject({ ename: 'CompileError' });
    expect(String(reply.content['evalue'])).toContain("'m'");
  });

  it('hands out plotly.js, packed, to a page that asks', async () => {
    const live = await open('await interactive({ n: slider({ min: 0, max: 9 }) }, ({ n }) => n);');
    kernel.post('comm_msg', { comm_id: live.id, data: { method: 'custom', content: 'plotly' } });
    const message = await kernel.waitFor(
      ({ content }) => content['comm_id'] === live.id && (content['data'] as Json)['method'] === 'custom',
      'plotly.js',
    );
    expect(message.buffers[0]?.length).toBeLessThan(2e6);
    expect(
      gunzipSync(message.buffers[0] ?? Buffer.of())
        .subarray(0, 300)
        .toString(),
    ).toContain('plotly.js v3');
  });
});

describe('createWidget', () => {
  const code =
    "const widget = createWidget({ esm: 'export default {}', css: '.a {}', state: { count: 1, pixels: Uint8Array.of(1, 2), name: 'n' } });\nvar heard: unknown[] = [];\nwidget.onChange((change) => heard.push(change));\nwidget.onMessage((content, buffers) => widget.send({ echo: content }, buffers));\nwidget";

  it('opens an anywidget model with binary state', async () => {
    const { opened, state, cell } = await open(code);
    expect(opened.metadata).toEqual({ version: '2.1.0' });
    expect(opened.content).toMatchObject({ target_name: 'jupyter.widget', data: { buffer_paths: [['pixels']] } });
    expect(opened.buffers.map((buffer) => [...buffer])).toEqual([[1, 2]]);
    expect(state).toMatchObject({
      _model_module: 'anywidget',
      _esm: 'export default {}',
      _css: '.a {}',
      count: 1,
      name: 'n',
    });
    const view = cell.published.find(({ header }) => header.msg_type === 'display_data')?.content['data'] as Json;
    expect(view['application/vnd.jupyter.widget-view+json']).toBeDefined();
    expect(view['text/plain']).toContain('run this cell');
  });

  it('shares its state both ways', async () => {
    const live = await open(code);
    change(live, { count: 2, _view_count: 1 });
    change(live, { name: 'm' }, [['pixels']], [Uint8Array.of(9)]);
    expect(
      kernel.textOf(await kernel.execute('[widget.state.count, [...widget.state.pixels], JSON.stringify(heard[0])]')),
    ).toBe(`[ 2, [ 9 ], '{"count":2}' ]`);
    await kernel.execute("widget.set({ pixels: Uint8Array.of(4, 5), name: 'k' });");
    const message = await told(live, (state) => state['name'] === 'k');
    expect(message.content['data']).toEqual({ method: 'update', state: { name: 'k' }, buffer_paths: [['pixels']] });
    expect(message.buffers.map((buffer) => [...buffer])).toEqual([[4, 5]]);
  });

  it('answers messages beside the state', async () => {
    const live = await open(code);
    kernel.post('comm_msg', { comm_id: live.id, data: { method: 'custom', content: { ask: 1 } } }, [Uint8Array.of(6)]);
    const message = await kernel.waitFor(
      ({ content }) => content['comm_id'] === live.id && (content['data'] as Json)['method'] === 'custom',
      'an answer',
    );
    expect(message.content['data']).toEqual({ method: 'custom', content: { echo: { ask: 1 } } });
    expect(message.buffers.map((buffer) => [...buffer])).toEqual([[6]]);
  });

  it('is closed from either side', async () => {
    const live = await open(code);
    await kernel.execute('widget.close();');
    await kernel.waitFor(
      ({ header, content }) => header.msg_type === 'comm_close' && content['comm_id'] === live.id,
      'the close',
    );
    const other = await open(code);
    kernel.post('comm_close', { comm_id: other.id, data: {} });
    const info = await kernel.request('comm_info_request', { target_name: 'jupyter.widget' });
    expect(Object.keys(info['comms'] as Json)).not.toContain(live.id);
    expect(Object.keys(info['comms'] as Json)).not.toContain(other.id);
    change(other, { count: 5 });
    expect(kernel.textOf(await kernel.execute('"alive"'))).toBe('alive');
  });

  it('refuses a comm that nobody serves', async () => {
    kernel.post('comm_open', { comm_id: 'stranger', target_name: 'nobody', data: {} });
    await kernel.waitFor(
      ({ header, content }) => header.msg_type === 'comm_close' && content['comm_id'] === 'stranger',
      'the refusal',
    );
  });
});
