import { element } from './element.mjs';
import { hearKernel } from './hearKernel.mjs';
import { outputView } from './output.mjs';
import { keepKeys } from './shortcuts.mjs';
import { liveChoices } from './liveChoices.mjs';
import { liveDifferences, liveRecipe, liveRunsTable } from './liveRuns.mjs';

/** The kernel answers sooner than this, unless it measures how fast it trains, is busy or gone. */
const PATIENCE_MS = 2_000;

/** @param {{ model: any, el: HTMLElement }} props */
function render({ model, el }) {
  /** @type {[string, () => void][]} */
  const listening = [];
  const follow = (/** @type {string} */ event, /** @type {() => void} */ act) => {
    model.on(event, act);
    listening.push([event, act]);
  };
  const message = element('pre', { className: 'cliplab-message', role: 'alert', hidden: true });
  const notes = element('div', { className: 'cliplab-live-notes', role: 'status' });
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let patience;
  let waits = false;
  const say = () => {
    message.textContent = model.get('message');
    message.hidden = message.textContent === '';
    const said = [
      ...(waits ? ['The kernel is at it; before the first run it measures how fast this machine trains.'] : []),
      model.get('said'),
      ...model.get('view').notes,
    ].filter((text) => text !== '');
    notes.replaceChildren(...said.map((textContent) => element('p', { textContent })));
  };
  const tell = (/** @type {object} */ asked) => {
    model.send(asked);
    clearTimeout(patience);
    patience = setTimeout(() => {
      waits = true;
      say();
    }, PATIENCE_MS);
  };
  const choices = liveChoices(model, tell);
  const runs = liveRunsTable(model, tell);
  const differences = liveDifferences(model);
  const recipe = liveRecipe(model);
  const holder = element('div', { className: 'cliplab-output' });
  const output = outputView(model, holder);
  const stage = element('div', {}, choices, notes, runs.node, holder, differences.node, recipe.node);
  const head = element('h2', { textContent: `Live ablations of ${model.get('recipe')}` });
  const panel = element('div', { className: 'cliplab-panel cliplab-live' }, head, message, stage);
  el.append(panel);
  const releaseKeys = keepKeys(panel);

  const drawOutput = () =>
    void output.draw().catch((/** @type {unknown} */ error) => {
      message.textContent = `The curves could not be drawn: ${String(error)}`;
      message.hidden = false;
    });
  const drawView = () => {
    runs.draw();
    differences.draw();
    say();
  };
  follow('change:view', drawView);
  follow('change:output', drawOutput);
  follow('change:written', recipe.draw);
  follow('change:turn', () => {
    clearTimeout(patience);
    waits = false;
    say();
  });
  // Told by the widget manager when the kernel is gone or starts anew; the runs go on all the same.
  follow('comm_live_update', () => {
    clearTimeout(patience);
    panel.classList.add('cliplab-stale');
    stage.inert = true;
    message.textContent =
      'The kernel was restarted or ended; runs go on all the same: run the cell again to find them.';
    message.hidden = false;
  });
  drawView();
  recipe.draw();
  drawOutput();
  return () => {
    clearTimeout(patience);
    for (const [event, act] of listening) model.off(event, act);
    output.end();
    releaseKeys();
  };
}

export default { initialize: hearKernel, render };
