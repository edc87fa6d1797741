import { element } from './element.mjs';

/** @param {string} text @param {() => void} act @param {Record<string, unknown>} [more] */
export const liveButton = (text, act, more = {}) => {
  const button = element('button', { type: 'button', textContent: text, className: 'cliplab-button', ...more });
  button.addEventListener('click', act);
  return button;
};

/** @param {string} text @param {HTMLElement} field */
const labeled = (text, field) => element('label', { className: 'cliplab-live-field' }, text, field);

/**
 * The changes to tick, and how they are trained.
 * @param {any} model
 * @param {(message: object) => void} tell
 * @returns {HTMLElement}
 */
export function liveChoices(model, tell) {
  /** @type {{ choice: string, change: string, name: string, [differs: string]: string }[]} */
  const rows = model.get('rows');
  /** @type {[string, HTMLInputElement][]} */
  const ticks = [];
  const groups = [...new Set(rows.map(({ choice }) => choice))].map((choice) => {
    const own = rows
      .filter((row) => row.choice === choice)
      .map(({ name, change, 'what differs in its recipe': differs }) => {
        const tick = element('input', { type: 'checkbox' });
        ticks.push([name, tick]);
        return element('label', { title: differs ?? '' }, tick, change);
      });
    return element('fieldset', {}, element('legend', { textContent: choice }), ...own);
  });
  const together = element('input', { type: 'checkbox' });
  const number = (/** @type {number} */ value, /** @type {string} */ step) =>
    element('input', { type: 'number', min: step, step, value: String(value) });
  const seeds = number(1, '1');
  seeds.max = '10';
  const minutes = number(model.get('minutes'), 'any');
  const names = { suite: 'training images of the suite', iconwit: 'IconWIT' };
  const known = /** @type {('suite' | 'iconwit')[]} */ (model.get('hasIconWit') ? ['iconwit', 'suite'] : ['suite']);
  const data = element('select', {}, ...known.map((value) => element('option', { value, textContent: names[value] })));
  const start = liveButton('Start', () =>
    tell({
      kind: 'start',
      ticked: ticks.flatMap(([name, tick]) => (tick.checked ? [name] : [])),
      ...{ together: together.checked, seeds: Number(seeds.value), minutes: Number(minutes.value), data: data.value },
    }),
  );
  const fields = [
    labeled('pairs of', data),
    ...(model.get('hasMinutes') ? [labeled('minutes of the unchanged run', minutes)] : []),
    labeled('seeds', seeds),
    element('label', {}, together, 'all ticked in one run'),
  ];
  return element(
    'div',
    { className: 'cliplab-live-choices' },
    element('div', { className: 'cliplab-live-groups' }, ...groups),
    element('div', { className: 'cliplab-live-row' }, ...fields, start),
  );
}
