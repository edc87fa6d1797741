import { randomUUID } from 'node:crypto';
import { sha256 } from '../../io/sha256.js';
import { UserError } from '../../io/userError.js';
import { type Comm, commHub } from '../commHub.js';
import type { Json } from '../wireMessage.js';
import { type BufferPath, packState, unpackState } from './binaryState.js';

/** Of the Jupyter widget messaging protocol. */
const PROTOCOL = { version: '2.1.0' } as const;

/** What an anywidget model is made of besides its own state; the versions are those set-up installs. */
const ANYWIDGET = {
  _model_module: 'anywidget',
  _model_name: 'AnyModel',
  _model_module_version: '~0.11.0',
  _view_module: 'anywidget',
  _view_name: 'AnyView',
  _view_module_version: '~0.11.0',
  _view_count: null,
  _dom_classes: [],
  layout: null,
  tabbable: null,
  tooltip: null,
} as const;

/** What `createWidget` shows, and the state it begins with. */
export interface WidgetOptions<State extends object> {
  /** The front end: an ES module as text, whose default export has `render({ model, el })` (see anywidget's AFM). */
  readonly esm: string;
  readonly css?: string;
  /** What both sides share: JSON, with typed arrays and buffers anywhere in it. */
  readonly state: State;
}

/** A live object in the front end whose state is shared with the kernel, in both directions. */
export interface Widget<State extends object> {
  readonly kind: 'widget';
  /** Names the model in the front end. */
  readonly id: string;
  /** The newest state, from whichever side. Binary values from the front end are `Uint8Array`s. */
  readonly state: Readonly<State>;
  /** Changes state here and in the front end. */
  set(change: Partial<State>): void;
  /** Called with what the front end changed. */
  onChange(listener: (change: Partial<State>) => void): void;
  /** Called with what the front end sends beside its state (`model.send`). */
  onMessage(listener: (content: unknown, buffers: readonly Uint8Array[]) => void): void;
  /** Sends something beside the state; the front end hears it as `msg:custom`. */
  send(content: Json, buffers?: readonly Uint8Array[]): void;
  /** Removes it from the front end. */
  close(): void;
}

/**
 * Opens an anywidget whose state lives in TypeScript. `show(widget)` displays it.
 * @throws UserError outside a notebook.
 * @example
 * const esm = `export default { render({ model, el }) {
 *   el.textContent = model.get('count');
 *   el.onclick = () => { model.set('count', model.get('count') + 1); model.save_changes(); };
 * } };`;
 * const counter = createWidget({ esm, state: { count: 0 } });
 * counter.onChange(({ count }) => show(`clicked ${count} times`));
 * show(counter);
 */
export function createWidget<State extends object>({ esm, css, state }: WidgetOptions<State>): Widget<State> {
  const hub = commHub();
  if (!hub)
    throw new UserError(
      'A widget needs a notebook: open one with the kernel "TypeScript (cliplab)" and run this in a cell.',
    );
  let current: State = { ...state };
  let changed: (change: Partial<State>) => void = () => undefined;
  let received: (content: unknown, buffers: readonly Uint8Array[]) => void = () => undefined;
  // The page keeps one style sheet an id: widgets of other styles have another.
  const styled = `cliplab.widget${css === undefined ? '' : `.${sha256(css).slice(0, 12)}`}`;
  const id = randomUUID();
  const own = {
    ...{ ...ANYWIDGET, _esm: esm, ...(css === undefined ? {} : { _css: css }), _anywidget_id: styled },
    _model_id: id, // so that a front end finds its own model, see frontEnd/hearKernel
  };

  const update = (comm: Comm, part: object): void => {
    const packed = packState(part as Json);
    comm.send({ method: 'update', state: packed.state, buffer_paths: packed.bufferPaths }, packed.buffers);
  };

  const first = packState({ ...own, ...state });
  const comm = hub.open(
    'jupyter.widget',
    { state: first.state, buffer_paths: first.bufferPaths },
    { metadata: PROTOCOL, buffers: first.buffers },
    id,
  );
  comm.onMessage((data, buffers) => {
    if (data['method'] === 'request_state') update(comm, { ...own, ...current });
    else if (data['method'] === 'custom') received(data['content'], buffers);
    else if (data['method'] === 'update') {
      const paths = (data['buffer_paths'] ?? []) as BufferPath[];
      const sent = unpackState(data['state'] as Json, paths, buffers);
      // The front end also tells how often it shows the widget, and the like.
      const change = Object.fromEntries(
        Object.entries(sent).filter(([name]) => Object.hasOwn(state, name)),
      ) as Partial<State>;
      if (Object.keys(change).length === 0) return;
      current = { ...current, ...change };
      changed(change);
    }
  });
  return {
    kind: 'widget',
    id,
    get state() {
      return current;
    },
    set(change) {
      current = { ...current, ...change };
      update(comm, change);
    },
    onChange: (listener) => {
      changed = listener;
    },
    onMessage: (listener) => {
      received = listener;
    },
    send: (content, buffers) => comm.send({ method: 'custom', content }, buffers),
    close: () => comm.close(),
  };
}

export const isWidget = (value: unknown): value is Widget<object> =>
  typeof value === 'object' && value !== null && (value as Partial<Widget<object>>).kind === 'widget';

/** Makes the front end show the widget, and says nothing where there is none. */
export const widgetBundle = (widget: Widget<object>): Record<string, unknown> => ({
  'application/vnd.jupyter.widget-view+json': { version_major: 2, version_minor: 0, model_id: widget.id },
});
