import { element } from './element.mjs';
import { hearKernel } from './hearKernel.mjs';
import { buttonView, checkboxView, dropdownView, rangeView, sliderView, textView } from './plainControls.mjs';
import { fileView } from './fileControl.mjs';
import { pickerView } from './pickerControl.mjs';
import { tickListView } from './tickListControl.mjs';
import { outputView } from './output.mjs';
import { keepKeys } from './shortcuts.mjs';

/** @type {Record<string, import('./element.mjs').MakeView>} */
const VIEWS = {
  slider: sliderView,
  range: rangeView,
  dropdown: dropdownView,
  checkbox: checkboxView,
  text: textView,
  button: buttonView,
  file: fileView,
  picker: pickerView,
  ticks: tickListView,
};

/** @param {{ model: any, el: HTMLElement }} props */
function render({ model, el }) {
  /** @type {[string, () => void][]} */
  const listening = [];
  const follow = (/** @type {string} */ event, /** @type {() => void} */ act) => {
    model.on(event, act);
    listening.push([event, act]);
  };

  const controls = element('div', { className: 'cliplab-controls' });
  for (const control of model.get('controls')) {
    const { kind, form } = control;
    const view = VIEWS[kind]?.(control, model.get(form), (value) => {
      model.set(form, value);
      model.save_changes();
    });
    if (!view) continue;
    controls.append(view.node);
    follow(`change:${form}`, () => view.show(model.get(form)));
  }

  const message = element('pre', { className: 'cliplab-message', role: 'status' });
  const holder = element('div', { className: 'cliplab-output' });
  const panel = element('div', { className: 'cliplab-panel' }, controls, message, holder);
  el.append(panel);
  const releaseKeys = keepKeys(panel);

  const state = () => {
    message.textContent = model.get('message');
    message.hidden = message.textContent === '';
    panel.classList.toggle('cliplab-busy', model.get('busy'));
    panel.ariaBusy = String(model.get('busy'));
  };
  const output = outputView(model, holder);
  const draw = () =>
    void output.draw().catch((/** @type {unknown} */ error) => {
      message.textContent = `The result could not be drawn: ${String(error)}`;
      message.hidden = false;
    });
  follow('change:busy', state);
  follow('change:message', state);
  follow('change:output', draw);
  // Told by the widget manager when the kernel is gone or starts anew: what it would answer to is gone, too.
  follow('comm_live_update', () => {
    panel.classList.add('cliplab-stale');
    controls.inert = true;
    message.textContent =
      'The kernel was restarted or ended, and this panel with it: run the cell again to bring it back.';
    message.hidden = false;
  });
  state();
  draw();
  return () => {
    for (const [event, act] of listening) model.off(event, act);
    output.end();
    releaseKeys();
  };
}

export default { initialize: hearKernel, render };
