import { element } from './element.mjs';
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
  const follow = (/** @type {string} */ name, /** @type {() => void} */ act) => {
    model.on(`change:${name}`, act);
    listening.push([`change:${name}`, act]);
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
    follow(form, () => view.show(model.get(form)));
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
  follow('busy', state);
  follow('message', state);
  follow('output', draw);
  state();
  draw();
  return () => {
    for (const [name, act] of listening) model.off(name, act);
    output.end();
    releaseKeys();
  };
}

export default { render };
