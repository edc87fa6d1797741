import { element } from './element.mjs';

let pickers = 0;

/**
 * Images as radio buttons, so that arrow keys and screen readers work.
 * @type {import('./element.mjs').MakeView}
 */
export function pickerView({ label, names, images }, form, change) {
  const group = `cliplab-picker-${++pickers}`;
  const inputs = names.map((/** @type {string} */ name, /** @type {number} */ k) => {
    const input = element('input', { type: 'radio', name: group, value: String(k), ariaLabel: name });
    input.addEventListener('change', () => change(k));
    return input;
  });
  const choices = inputs.map((/** @type {HTMLInputElement} */ input, /** @type {number} */ k) =>
    element(
      'label',
      { className: 'cliplab-choice', title: names[k] },
      input,
      element('img', { src: images[k], alt: '' }),
    ),
  );
  const show = (/** @type {number} */ position) => {
    if (inputs[position]) inputs[position].checked = true;
  };
  show(form);
  const name = element('span', { className: 'cliplab-label', textContent: label });
  const grid = element('div', { className: 'cliplab-images' }, ...choices);
  return { node: element('div', { className: 'cliplab-row', role: 'radiogroup', ariaLabel: label }, name, grid), show };
}
