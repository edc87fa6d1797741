import { escapeHtml } from '../escapeHtml.js';
import type { DisplayChannel, MimeBundle } from '../displayChannel.js';
import { displayValue } from '../show.js';
import type { ControlValues, Controls } from './control.js';

/** An image for the saved notebook is drawn when the controls have rested for this long. */
const REST_MS = 600;

/** What of a panel stays in a saved notebook: a line that says where the controls stood, and the last drawing. */
export interface SavedPanel<Named extends Controls> {
  /** Shows both. The panel's style hides them while the panel itself, just before them, is alive. */
  now(value: unknown, values: ControlValues<Named>): Promise<void>;
  /** Replaces both once no newer drawing comes. */
  later(value: unknown, values: ControlValues<Named>): void;
}

/** @param id names its displays in this kernel. */
export function savedPanel<Named extends Controls>(
  id: string,
  channel: DisplayChannel,
  controls: Named,
): SavedPanel<Named> {
  let timer: NodeJS.Timeout | undefined;
  let shown: Promise<void> = Promise.resolve();

  const line = (values: ControlValues<Named>): string => {
    const stood = Object.entries(controls)
      .filter(([, { kind }]) => kind !== 'button')
      .map(([name, control]) => `${control.label ?? name}: ${control.describe(values[name])}`);
    return [...stood, 'To move the controls, run this cell: they need the kernel.'].join(' · ');
  };
  const lineBundle = (values: ControlValues<Named>): MimeBundle => ({
    'text/html': `<p><em>${escapeHtml(line(values))}</em></p>`,
    'text/plain': line(values),
  });
  const put = async (value: unknown, values: ControlValues<Named>, update: boolean): Promise<void> => {
    channel.display({ bundle: lineBundle(values), displayId: `${id}-line`, update });
    await displayValue(value ?? '', channel, { displayId: id, update });
  };
  return {
    now: (value, values) => put(value, values, false),
    later(value, values) {
      clearTimeout(timer);
      // Two images on their way must not change places.
      timer = setTimeout(() => {
        shown = shown.then(() => put(value, values, true)).catch(() => undefined);
      }, REST_MS);
    },
  };
}
