import { element } from './element.mjs';

/** Typing rests this long before it is told. */
const REST_MS = 300;

/**
 * Lines with ticks; one that is emptied goes, and the empty one at the end becomes another line.
 * @type {import('./element.mjs').MakeView}
 */
export function tickListView({ label }, form, change) {
  const list = element('span', { className: 'cliplab-ticks' });
  /** @type {{ box: HTMLInputElement, field: HTMLInputElement, row: HTMLElement }[]} */
  let lines = [];
  let told = '';
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let rest;

  const read = () =>
    lines
      .filter(({ field }) => field.value.trim() !== '')
      .map(({ box, field }) => ({ text: field.value, ticked: box.checked }));
  const tell = () => {
    clearTimeout(rest);
    const ticks = read();
    if (JSON.stringify(ticks) === told) return;
    told = JSON.stringify(ticks);
    change(ticks);
  };
  const add = (text = '', ticked = true) => {
    const place = lines.length + 1;
    const box = element('input', { type: 'checkbox', checked: ticked, ariaLabel: `${label}, use line ${place}` });
    const field = element('input', { type: 'text', value: text, ariaLabel: `${label}, line ${place}` });
    const row = element('span', { className: 'cliplab-tick' }, box, field);
    box.addEventListener('change', tell);
    field.addEventListener('input', () => {
      if (lines.at(-1)?.field === field && field.value !== '') add();
      clearTimeout(rest);
      rest = setTimeout(tell, REST_MS);
    });
    field.addEventListener('change', tell);
    lines.push({ box, field, row });
    list.append(row);
  };
  const show = (/** @type {{ text: string, ticked: boolean }[]} */ ticks) => {
    if (JSON.stringify(ticks) === told) return;
    told = JSON.stringify(ticks);
    lines = [];
    list.replaceChildren();
    for (const { text, ticked } of ticks) add(text, ticked);
    add();
  };
  show(form);
  const name = element('span', { className: 'cliplab-label', textContent: label });
  return { node: element('div', { className: 'cliplab-row', role: 'group', ariaLabel: label }, name, list), show };
}
