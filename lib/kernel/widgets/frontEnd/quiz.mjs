import { element } from './element.mjs';
import { hearKernel } from './hearKernel.mjs';
import { keepKeys } from './shortcuts.mjs';
import { endPage, introPage, namePage } from './quizPages.mjs';
import { quizBoard } from './quizBoard.mjs';

/** The kernel answers sooner than this, unless it is busy or gone. */
const PATIENCE_MS = 10_000;

/** @param {{ model: any, el: HTMLElement }} props */
function render({ model, el }) {
  /** @type {[string, () => void][]} */
  const listening = [];
  const follow = (/** @type {string} */ event, /** @type {() => void} */ act) => {
    model.on(event, act);
    listening.push([event, act]);
  };
  /** Whether the reader has done something here: until then the keyboard stays where it is. */
  let begun = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let patience;
  const tell = (/** @type {object} */ message) => {
    begun = true;
    model.send(message);
    clearTimeout(patience);
    patience = setTimeout(() => {
      warn(
        'The kernel has not answered yet: it is busy, or gone. Should it stay so, run the cell again; nothing is lost.',
      );
    }, PATIENCE_MS);
  };
  const stage = element('div');
  const message = element('pre', { className: 'cliplab-message', role: 'alert', hidden: true });
  const head = element('h2', { textContent: `You against CLIP: ${model.get('title')}` });
  const panel = element('div', { className: 'cliplab-panel cliplab-quiz' }, head, stage, message);
  el.append(panel);
  const releaseKeys = keepKeys(panel);

  /** @type {ReturnType<typeof quizBoard> | undefined} */
  let board;
  /** @type {{ phase: string } | undefined} */
  let drawn;
  const endBoard = () => {
    board?.end();
    board = undefined;
  };
  const draw = () => {
    const view = model.get('view');
    if (view === drawn) {
      board?.show(view); // the answer was not kept, and can be given again
      return;
    }
    const isNew = drawn?.phase !== view.phase;
    drawn = view;
    /** @type {{ node: HTMLElement, first: HTMLElement }} */
    let shown;
    if (view.phase === 'question') {
      shown = board ??= quizBoard(model, tell);
      board.show(view);
    } else {
      endBoard();
      shown = { name: namePage, intro: introPage, end: endPage }[/** @type {'name'} */ (view.phase)](view, model, tell);
    }
    if (stage.firstChild !== shown.node) stage.replaceChildren(shown.node);
    if (begun && (isNew || !panel.contains(document.activeElement))) shown.first.focus({ preventScroll: true });
  };
  const warn = (/** @type {string} */ text) => {
    message.textContent = text;
    message.hidden = text === '';
  };
  // Every message is answered with a turn, also one that changes nothing: the same image then takes an answer again.
  follow('change:turn', () => {
    clearTimeout(patience);
    draw();
    warn(model.get('message'));
  });
  follow('comm_live_update', () => {
    panel.classList.add('cliplab-stale');
    stage.inert = true;
    clearTimeout(patience);
    warn('The kernel was restarted or ended: run the cell again, and go on where you were.');
  });
  draw();
  warn(model.get('message'));
  return () => {
    clearTimeout(patience);
    for (const [event, act] of listening) model.off(event, act);
    endBoard();
    releaseKeys();
  };
}

export default { initialize: hearKernel, render };
