import { minutes, startClock } from './clock.mjs';
import { element } from './element.mjs';

/** So many classes have a key each; more are typed. */
const KEYS = 9;

/**
 * One image after the other, beside all classes and their examples.
 * @param {any} model
 * @param {(message: object) => void} tell
 */
export function quizBoard(model, tell) {
  /** @type {string[]} */
  const classNames = model.get('classNames');
  const keyed = classNames.length <= KEYS;
  /** @type {{ id: string } | undefined} */
  let asked;
  let waiting = false;
  const round = startClock();
  let own = startClock();

  /** @param {number | null} answer */
  const answer = (answer) => {
    if (!asked || waiting) return;
    waiting = true;
    node.ariaBusy = 'true';
    tell({ kind: 'answer', id: asked.id, answer, seconds: own.seconds() });
  };

  /** @param {string} name @param {string} key @param {number | null} position @param {string[]} examples */
  const choice = (name, key, position, examples) => {
    const button = element('button', { type: 'button', className: 'cliplab-quiz-choice' });
    if (key !== '') {
      button.append(element('kbd', { textContent: key, ariaHidden: 'true' }));
      button.setAttribute('aria-keyshortcuts', key);
    }
    button.append(element('span', { textContent: name }));
    for (const src of examples) button.append(element('img', { src, alt: '' }));
    if (examples.length > 0) button.ariaLabel = `${name}, with ${examples.length === 1 ? 'an example' : 'examples'}`;
    button.addEventListener('click', () => answer(position));
    return button;
  };
  const list = element('div', { className: 'cliplab-quiz-choices', role: 'group', ariaLabel: 'What does it show?' });
  /** @type {HTMLButtonElement[]} */
  let choices = [];
  let shots = -1;
  const listClasses = (/** @type {number} */ wanted) => {
    if (wanted === shots) return;
    shots = wanted;
    const examples = model.get('examples')[shots] ?? [];
    choices = classNames.map((name, c) => choice(name, keyed ? String(c + 1) : '', c, examples[c] ?? []));
    const unknown = choice('I don’t know', keyed ? '0' : '?', null, []);
    // Behind many it would have to be scrolled to.
    list.replaceChildren(...(keyed ? [...choices, unknown] : [unknown, ...choices]));
  };

  const filter = element('input', {
    type: 'text',
    placeholder: 'type a class',
    ariaLabel: 'Type a class',
    autocomplete: 'off',
  });
  const fits = () => choices.filter((button) => !button.hidden);
  filter.addEventListener('input', () => {
    const typed = filter.value.trim().toLowerCase();
    choices.forEach((button, c) => (button.hidden = !classNames[c]?.toLowerCase().includes(typed)));
  });

  const image = element('img', { className: 'cliplab-quiz-image' });
  const where = element('span', { role: 'status' });
  const time = element('span', { role: 'timer', ariaLive: 'off', className: 'cliplab-quiz-time' });
  const head = element('div', { className: 'cliplab-quiz-head' }, where, time);
  const side = element('div', { className: 'cliplab-quiz-side' }, ...(keyed ? [] : [filter]), list);
  const node = element(
    'div',
    { className: 'cliplab-quiz-board', tabIndex: -1, role: 'group', ariaLabel: 'Image and classes' },
    ...[head, image, side],
  );

  node.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const [best] = fits();
    /** @type {number | null | undefined} */
    let meant;
    if (event.key === '?' || (keyed && event.key === '0')) meant = null;
    else if (keyed && /^[1-9]$/.test(event.key) && Number(event.key) <= classNames.length)
      meant = Number(event.key) - 1;
    else if (event.target === filter && event.key === 'Enter' && best && filter.value.trim() !== '')
      meant = choices.indexOf(best);
    if (meant === undefined) return;
    event.preventDefault();
    answer(meant);
  });
  const showTime = () => (time.textContent = minutes(round.seconds()));
  showTime();
  const tick = setInterval(showTime, 250);

  return {
    node,
    /** What takes keys while an image is shown. */
    first: keyed ? node : filter,
    /**
     * @param {{ id: string, round: number, rounds: number, shots: number, images: number, image: number,
     *   source: string }} view
     */
    show(view) {
      const isNew = asked?.id !== view.id;
      asked = view;
      waiting = false;
      node.ariaBusy = 'false';
      if (!isNew) return;
      listClasses(view.shots);
      own.end();
      own = startClock();
      image.src = view.source;
      image.alt = `Image ${view.image} of ${view.images}, to be named`;
      where.textContent = `Round ${view.round} of ${view.rounds} · image ${view.image} of ${view.images}`;
      filter.value = '';
      for (const button of choices) button.hidden = false;
    },
    end() {
      clearInterval(tick);
      round.end();
      own.end();
    },
  };
}
