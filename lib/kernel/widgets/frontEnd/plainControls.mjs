import { element } from './element.mjs';

/**
 * A name before its field.
 * @param {string} label
 * @param {(Node | string)[]} fields
 */
const row = (label, ...fields) =>
  element(
    'label',
    { className: 'cliplab-row' },
    element('span', { className: 'cliplab-label', textContent: label }),
    ...fields,
  );

/** @type {import('./element.mjs').MakeView} */
export function sliderView({ label, min, max, step }, form, change) {
  const input = element('input', { type: 'range', min, max, step });
  const number = element('output', { className: 'cliplab-number' });
  const show = (/** @type {number} */ value) => {
    input.value = String(value);
    number.textContent = String(value);
  };
  show(form);
  input.addEventListener('input', () => {
    number.textContent = input.value;
    change(Number(input.value));
  });
  return { node: row(label, input, number), show };
}

/**
 * Two sliders on one track; neither end passes the other.
 * @type {import('./element.mjs').MakeView}
 */
export function rangeView({ label, min, max, step }, form, change) {
  const ends = ['from', 'to'].map((end) =>
    element('input', { type: 'range', min, max, step, ariaLabel: `${label}, ${end}` }),
  );
  const [low, high] = /** @type {[HTMLInputElement, HTMLInputElement]} */ (ends);
  const number = element('output', { className: 'cliplab-number' });
  const say = () => (number.textContent = `${low.value} – ${high.value}`);
  const show = (/** @type {[number, number]} */ [from, to]) => {
    low.value = String(from);
    high.value = String(to);
    say();
  };
  show(form);
  for (const end of ends) {
    end.addEventListener('input', () => {
      if (Number(low.value) > Number(high.value)) end.value = (end === low ? high : low).value;
      say();
      change([Number(low.value), Number(high.value)]);
    });
  }
  const track = element('span', { className: 'cliplab-track' }, ...ends);
  const name = element('span', { className: 'cliplab-label', textContent: label });
  const node = element('div', { className: 'cliplab-row', role: 'group', ariaLabel: label }, name, track, number);
  return { node, show };
}

/** @type {import('./element.mjs').MakeView} */
export function dropdownView({ label, options }, form, change) {
  const choices = options.map((/** @type {string} */ name, /** @type {number} */ k) =>
    element('option', { value: String(k), textContent: name }),
  );
  const select = element('select', {}, ...choices);
  const show = (/** @type {number} */ position) => (select.selectedIndex = position);
  show(form);
  select.addEventListener('change', () => change(select.selectedIndex));
  return { node: row(label, select), show };
}

/** @type {import('./element.mjs').MakeView} */
export function checkboxView({ label }, form, change) {
  const box = element('input', { type: 'checkbox', checked: form });
  box.addEventListener('change', () => change(box.checked));
  return { node: row(label, box), show: (ticked) => (box.checked = ticked) };
}

/**
 * Told after a short rest in typing, and at once on leaving the field.
 * @type {import('./element.mjs').MakeView}
 */
export function textView({ label, placeholder, lines }, form, change) {
  const field =
    lines > 1
      ? element('textarea', { rows: lines, placeholder, value: form })
      : element('input', { type: 'text', placeholder, value: form });
  let told = form;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let rest;
  const tell = () => {
    clearTimeout(rest);
    if (field.value !== told) change((told = field.value));
  };
  field.addEventListener('input', () => {
    clearTimeout(rest);
    rest = setTimeout(tell, 300);
  });
  field.addEventListener('change', tell);
  const show = (/** @type {string} */ words) => {
    if (words !== told) field.value = told = words;
  };
  return { node: row(label, field), show };
}

/** @type {import('./element.mjs').MakeView} */
export function buttonView({ label }, form, change) {
  let presses = form;
  const button = element('button', { type: 'button', textContent: label, className: 'cliplab-button' });
  button.addEventListener('click', () => change(++presses));
  return { node: element('div', { className: 'cliplab-row' }, button), show: (count) => (presses = count) };
}
