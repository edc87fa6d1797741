import { element } from './element.mjs';
import { liveButton } from './liveChoices.mjs';

const DEEDS = { stop: 'Stop', continue: 'Go on', keep: 'Keep', remove: 'Remove' };

/** @param {'th' | 'td'} tag @param {(string | Node)[]} contents */
const cells = (tag, contents) => element('tr', {}, ...contents.map((content) => element(tag, {}, content)));

/** @param {string} caption @param {string[]} head @param {HTMLElement[]} rows */
const framed = (caption, head, rows) =>
  element(
    'div',
    { className: 'jp-RenderedHTMLCommon' },
    element(
      'table',
      {},
      element('caption', { textContent: caption }),
      element('thead', {}, cells('th', head)),
      element('tbody', {}, ...rows),
    ),
  );

/**
 * One run's row, which stays while its numbers change, so that a press of a button finds the button.
 * @param {any} first
 * @param {(message: object) => void} tell
 */
function runRow(first, tell) {
  const { id, change, seed } = first;
  const name = `${change}, seed ${seed}`;
  const tick = element('input', { type: 'checkbox', ariaLabel: `show ${name}` });
  tick.addEventListener('change', () => tell({ kind: 'show', id, isShown: tick.checked }));
  const field = element('input', { type: 'text', maxLength: 60, placeholder: 'a name', autocomplete: 'off' });
  field.ariaLabel = `name of ${name}`;
  const [standing, loss, accuracy] = ['', '', ''].map(() => element('span'));
  const deeds = element('div', { className: 'cliplab-live-deeds' });
  const recipe = liveButton('Recipe', () => tell({ kind: 'recipe', id }), { ariaLabel: `Recipe: ${name}` });
  const node = cells('td', [tick, change, String(seed), ...[standing, loss, accuracy].map((one) => one ?? ''), deeds]);
  let drawn = '';
  const draw = (/** @type {any} */ run) => {
    tick.checked = run.isShown;
    if (standing) standing.textContent = run.standing;
    if (loss) loss.textContent = run.loss;
    if (accuracy) accuracy.textContent = run.accuracy;
    const now = JSON.stringify([run.may, run.keptAs]);
    if (now === drawn) return;
    drawn = now;
    const buttons = run.may.map((/** @type {keyof typeof DEEDS} */ kind) => {
      const own = { ariaLabel: `${DEEDS[kind]}: ${name}` };
      if (kind !== 'keep') return liveButton(DEEDS[kind], () => tell({ kind, id }), own);
      if (run.keptAs !== null) return element('span', {}, `kept as ${run.keptAs}`);
      const keep = liveButton(DEEDS.keep, () => tell({ kind, id, name: field.value }), own);
      return element('span', {}, field, keep);
    });
    deeds.replaceChildren(...buttons, recipe);
  };
  draw(first);
  return { node, draw };
}

/**
 * The runs and what may be done with each.
 * @param {any} model
 * @param {(message: object) => void} tell
 * @returns {{ node: HTMLElement, draw: () => void }}
 */
export function liveRunsTable(model, tell) {
  const choice = element('select');
  choice.addEventListener('change', () => tell({ kind: 'compare', comparison: choice.value }));
  const all = element(
    'div',
    { className: 'cliplab-live-row' },
    element('label', { className: 'cliplab-live-field' }, 'compared', choice),
    liveButton('Stop all', () => tell({ kind: 'stop' })),
    liveButton('Go on', () => tell({ kind: 'continue' })),
  );
  const table = framed('Runs', ['shown', 'change', 'seed', 'stands', 'loss', 'names top-1', ''], []);
  const node = element('div', {}, all, table);
  /** @type {Map<string, ReturnType<typeof runRow>>} */
  let rows = new Map();
  let offered = '';
  const draw = () => {
    const { runs, comparisons, comparison } = model.get('view');
    node.hidden = runs.length === 0;
    if (offered !== JSON.stringify(comparisons)) {
      offered = JSON.stringify(comparisons);
      const options = comparisons.map((/** @type {{ key: string, title: string }} */ { key, title }) =>
        element('option', { value: key, textContent: title }),
      );
      choice.replaceChildren(...options);
    }
    choice.value = comparison;
    const before = [...rows.keys()].join();
    rows = new Map(runs.map((/** @type {any} */ run) => [run.id, rows.get(run.id) ?? runRow(run, tell)]));
    for (const run of runs) rows.get(run.id)?.draw(run);
    if ([...rows.keys()].join() !== before)
      table.querySelector('tbody')?.replaceChildren(...[...rows.values()].map((row) => row.node));
  };
  return { node, draw };
}

/** @param {any} model @returns {{ node: HTMLElement, draw: () => void }} */
export function liveDifferences(model) {
  const node = element('div');
  return {
    node,
    draw() {
      const { differences } = model.get('view');
      const rows = differences.map(
        (/** @type {Record<string, string>} */ { change, measure, difference, pairs, note }) =>
          cells('td', [change ?? '', measure ?? '', difference ?? '', pairs ?? '', note ?? '']),
      );
      const head = ['change', 'measure', 'difference (95 % interval)', 'after pairs', ''];
      if (rows.length === 0) node.replaceChildren();
      else node.replaceChildren(framed('Against the unchanged run of the same seed', head, rows));
    },
  };
}

/** A recipe as code and as a command. @param {any} model @returns {{ node: HTMLElement, draw: () => void }} */
export function liveRecipe(model) {
  const node = element('div');
  return {
    node,
    draw() {
      const written = model.get('written');
      if (!written) return;
      const { title, code, command } = written;
      node.replaceChildren(
        element('h3', { textContent: `The recipe of ${title}` }),
        element('pre', { className: 'cliplab-live-code', textContent: code }),
        element('pre', { className: 'cliplab-live-code', textContent: command }),
      );
    },
  };
}
