import { stripVTControlCharacters } from 'node:util';
import { isFigure } from '../../figures/figure.js';
import { Interrupted, interruptSignal, withInterruptSignal } from '../../io/interruption.js';
import { told } from '../../io/told.js';
import { UserError } from '../../io/userError.js';
import { type DisplayChannel, displayChannel, withDisplayChannel } from '../displayChannel.js';
import { collectFigure } from '../figureCollection.js';
import { bundleOf, inDisplayOrder, show } from '../show.js';
import type { ControlValues, Controls } from './control.js';
import { packedPlotlyScript } from '../../figures/export/plotlyScript.js';
import { panelFrontEnd } from './frontEnd.js';
import { NewestOnly } from './newestOnly.js';
import type { Panel } from './panel.js';
import { savedPanel } from './savedPanel.js';
import { createWidget, type Widget, widgetBundle } from './widget.js';

/** A render that takes longer says that it is at work. */
const QUIET_MS = 150;

let panels = 0;

const formName = (name: string): string => `form_${name}`;

/** A rejection as soon as `signal` is aborted by the user; a newer render's abort is left to the render itself. */
function rejectsOnInterrupt(signal: AbortSignal): Promise<never> {
  const stopped = new Promise<never>((_, reject) => {
    const look = (): void => {
      if (signal.reason !== 'newer') reject(new Interrupted());
    };
    if (signal.aborted) look();
    else signal.addEventListener('abort', look, { once: true });
  });
  stopped.catch(() => undefined); // often nobody is waiting
  return stopped;
}

/** Refuses what are no controls by name. @throws UserError */
function requireControls(controls: Controls): void {
  const given: unknown = controls;
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    throw new UserError(`the controls are ${told(given)}, expected an object of them by name: { shots: slider(...) }.`);
  for (const [name, control] of Object.entries(given))
    if (typeof (control as { encode?: unknown } | null | undefined)?.encode !== 'function')
      throw new UserError(`the control ${name} is ${told(control)}, expected one of slider, dropdown and the others.`);
}

/**
 * Shows controls and below them what `draw` makes of their values: a figure, an arquero table, `html`, a `image`, or
 * any value. It is drawn again as a reader moves the controls; the newest values win, none pile up, and a drawing that
 * takes long (and looks at its `signal`, as `breathe` and `startProgress` do) is stopped when newer values wait or the
 * kernel is interrupted.
 *
 * ```ts
 * const controls = { shots: slider({ min: 1, max: 16 }), task: dropdown(listTasks()) };
 * await interactive(controls, ({ shots, task }) => figure(task, shots));
 * ```
 *
 * A drawing that takes long can show what it has so far with `update`, e.g. a figure of a training run at every line of
 * its log; the first one is shown when it is whole.
 *
 * A saved notebook keeps the last drawing as an image. Outside a notebook `draw` runs once.
 * @returns the panel: its `values` now, and `set` to move the controls from code.
 * @throws UserError where the controls are none, and what `draw` throws for the first values; later errors stand in the
 *   panel
 * @example
 * const controls = { temperature: slider({ min: 0.01, max: 1, step: 0.01, value: 0.07 }) };
 * await interactive(controls, ({ temperature }) => {
 *   const { data } = softmaxRows({ data: Float32Array.of(0.3, 0.2).map((x) => x / temperature), rows: 1, columns: 2 });
 *   return table({ label: ['cat', 'dog'], probability: Array.from(data) });
 * });
 */
export async function interactive<Named extends Controls>(
  controls: Named,
  draw: (values: ControlValues<Named>, signal: AbortSignal, update: (value: unknown) => void) => unknown,
): Promise<Panel<Named>> {
  requireControls(controls);
  if (typeof (draw as unknown) !== 'function')
    throw new UserError(`what draws is ${told(draw)}, expected a function of the controls' values.`);
  const channel = displayChannel();
  const entries = Object.entries(controls);
  let values = Object.fromEntries(
    entries.map(([name, control]) => [name, control.value as unknown]),
  ) as ControlValues<Named>;
  const cellSignal = interruptSignal() ?? new AbortController().signal;
  const first = await draw(values, cellSignal, () => undefined);
  if (!channel) {
    await show(first);
    return { kind: 'panel', values, set: () => undefined };
  }

  const { esm, css } = await panelFrontEnd();
  const forms = entries.map(([name, control]) => [formName(name), control.encode(values[name])] as const);
  const widget: Widget<Record<string, unknown>> = createWidget({
    esm,
    css,
    state: {
      controls: entries.map(([name, { kind, label, settings }]) => ({
        kind,
        form: formName(name),
        label: label ?? name,
        ...settings,
      })),
      ...Object.fromEntries(forms),
      output: first === undefined ? null : bundleOf(first),
      busy: false,
      message: '',
    },
  });
  widget.onMessage((content) => {
    if (content === 'plotly') void packedPlotlyScript().then((script) => widget.send({ plotly: true }, [script]));
  });

  const saved = savedPanel(`panel-${++panels}`, channel, controls);
  const renders = new NewestOnly<ControlValues<Named>>((asked, signal) =>
    render(widget, channel, signal, async () => {
      const value = await draw(asked, signal, (part) => {
        if (!signal.aborted) widget.set({ output: bundleOf(part), message: '' });
      });
      saved.later(value, asked);
      return value;
    }),
  );
  widget.onChange((change) => {
    const moved = entries.filter(([name]) => Object.hasOwn(change, formName(name)));
    if (moved.length === 0) return;
    const decoded = moved.map(([name, control]) => [name, control.decode(change[formName(name)]) as unknown] as const);
    values = { ...values, ...Object.fromEntries(decoded) };
    renders.request(values);
  });

  await inDisplayOrder(async () => {
    channel.display({ bundle: widgetBundle(widget) });
    await saved.now(first, values);
    if (isFigure(first)) await collectFigure(first);
  });
  return {
    kind: 'panel',
    get values() {
      return values;
    },
    set(change) {
      values = { ...values, ...change };
      const moved = Object.entries(change).map(
        ([name, value]) => [formName(name), controls[name]?.encode(value)] as const,
      );
      widget.set(Object.fromEntries(moved));
      renders.request(values);
    },
  };
}

/** One drawing after the first: its result, or what became of it, goes to the front end. */
async function render(
  widget: Widget<Record<string, unknown>>,
  channel: DisplayChannel,
  signal: AbortSignal,
  draw: () => Promise<unknown>,
): Promise<void> {
  const atWork = setTimeout(() => widget.set({ busy: true }), QUIET_MS);
  const change: Record<string, unknown> = {};
  try {
    const job = withDisplayChannel(channel, () => withInterruptSignal(signal, draw));
    const value = await Promise.race([job, rejectsOnInterrupt(signal)]);
    change['output'] = value === undefined ? null : bundleOf(value);
    change['message'] = '';
  } catch (error) {
    const stopped = signal.reason === 'interrupt' || (error instanceof Interrupted && !signal.aborted);
    if (stopped) change['message'] = 'Stopped. Move a control to go on.';
    else if (signal.reason !== 'newer')
      change['message'] = stripVTControlCharacters(channel.describe(error).traceback.join('\n'));
  } finally {
    clearTimeout(atWork);
  }
  widget.set({ ...change, busy: false });
}
