import { element } from './element.mjs';
import { minutes } from './clock.mjs';

/**
 * A page of the quiz: what to put there, and which part of it is to have the keyboard.
 * @typedef {{ node: HTMLElement, first: HTMLElement, end?: () => void }} Page
 */

const EXAMPLES = ['no examples', 'one example of each class', 'two examples of each class'];

/** @param {string} text @param {() => void} act */
const pressable = (text, act) => {
  const button = element('button', { type: 'button', textContent: text, className: 'cliplab-button' });
  button.addEventListener('click', act);
  return button;
};

/**
 * Who is going to answer.
 * @param {{ known: { name: string, given: number }[], total: number }} view
 * @param {any} model
 * @param {(message: object) => void} tell
 * @returns {Page}
 */
export function namePage({ known, total }, model, tell) {
  const field = element('input', { type: 'text', maxLength: 60, autocomplete: 'off' });
  const label = element('label', { className: 'cliplab-quiz-name' }, 'Your name, or any word', field);
  const greet = () => tell({ kind: 'name', name: field.value });
  // No form: JupyterLab takes the Enter that would submit one.
  field.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && !event.isComposing) greet();
  });
  const form = element('div', { className: 'cliplab-quiz-row' }, label, pressable('Begin', greet));
  const others = known.map(({ name, given }) =>
    pressable(given < total ? `Go on as ${name} (${given} of ${total})` : `What ${name} came to`, () =>
      tell({ kind: 'name', name }),
    ),
  );
  const said = element('p', {
    textContent:
      `${total} images in three rounds: say what each shows, out of the words alone, then with one and with two ` +
      `examples of each class beside it. Right and wrong are told at the end. At four seconds an image it takes ${minutes(4 * total)} minutes; each ` +
      `answer is kept in ${model.get('file')} at once, under the name that you give, and you may stop and go on at any time.`,
  });
  const node = element('div', { className: 'cliplab-quiz-page' }, said, form);
  if (others.length > 0) node.append(element('div', { className: 'cliplab-quiz-row' }, ...others));
  return { node, first: field };
}

/**
 * What a round is about.
 * @param {{ round: number, rounds: number, shots: number, images: number, left: number }} view
 * @param {any} model
 * @param {(message: object) => void} tell
 * @returns {Page}
 */
export function introPage({ round, rounds, shots, images, left }, model, tell) {
  const many = model.get('classNames').length > 9;
  const head = element('h3', { textContent: `Round ${round} of ${rounds}: ${EXAMPLES[shots]}` });
  const said = element('p', {
    textContent:
      `${left < images ? `${left} of its ${images} images are left.` : `${images} images.`} ` +
      `${many ? 'Type the beginning of a class and press Enter' : 'Press the digit of a class'}, or choose it; ` +
      `${many ? '?' : '0'} is “I don’t know”, for where you would have to guess blindly. Look nothing up.`,
  });
  const button = pressable('Start the round', () => tell({ kind: 'begin' }));
  return { node: element('div', { className: 'cliplab-quiz-page' }, head, said, button), first: button };
}

/**
 * What somebody came to, beside the model on the same images.
 * @param {{ name: string, results: { shots: number, images: number, right: number, unknown: number, seconds: number,
 *   model: number | null }[] }} view
 * @param {any} model
 * @param {(message: object) => void} tell
 * @returns {Page}
 */
export function endPage({ name, results }, model, tell) {
  const cells = (/** @type {'th' | 'td'} */ tag, /** @type {(string | number)[]} */ texts) =>
    element('tr', {}, ...texts.map((text) => element(tag, { textContent: String(text) })));
  const head = element(
    'thead',
    {},
    cells('th', ['seen', 'images', 'right', 'not known', 'time', `right of ${model.get('model')}`]),
  );
  const rows = results.map(({ shots, images, right, unknown, seconds, model: others }) =>
    cells('td', [EXAMPLES[shots] ?? shots, images, right, unknown, minutes(seconds), others ?? 'not measured']),
  );
  const table = element('table', {}, element('caption', { textContent: `What ${name} came to` }), head);
  table.append(element('tbody', {}, ...rows));
  const said = element('p', { textContent: 'Run the cells below to see your answers in the figures.' });
  const button = pressable('Somebody else', () => tell({ kind: 'leave' }));
  const framed = element('div', { className: 'jp-RenderedHTMLCommon' }, table);
  const node = element('div', { className: 'cliplab-quiz-page' }, framed, said, button);
  return { node, first: button };
}
