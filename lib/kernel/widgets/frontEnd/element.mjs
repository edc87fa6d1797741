/**
 * One element with its properties and children.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, unknown>} [properties]
 * @param {(Node | string)[]} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function element(tag, properties = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

/**
 * A control in the page: what to put there, and how it follows when its value changes elsewhere.
 * @typedef {{ node: HTMLElement, show: (form: any) => void }} View
 */

/**
 * Makes a control's view; `change` is told what the reader did.
 * @typedef {(control: any, form: any, change: (form: unknown) => void) => View} MakeView
 */
