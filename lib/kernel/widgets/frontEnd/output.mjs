import { element } from './element.mjs';
import { loadPlotly } from './plotly.mjs';

const FIGURE = 'application/vnd.plotly.v1+json';

/**
 * Shows what the kernel drew, a MIME bundle, in `holder`; a figure moves from its last state to the new one.
 * @param {any} model
 * @param {HTMLElement} holder
 */
export function outputView(model, holder) {
  /** @type {HTMLElement | undefined} */
  let plot;
  let Plotly = /** @type {any} */ (undefined);
  /** Where the page is narrower than a figure it is made smaller as a whole, so that its texts keep their places. */
  const fit = () => {
    const frame = plot?.parentElement;
    const size = /** @type {any} */ (plot)?._fullLayout;
    if (!plot || !frame || !size || holder.clientWidth === 0) return;
    const scale = Math.min(1, holder.clientWidth / size.width);
    plot.style.transform = scale < 1 ? `scale(${scale})` : '';
    frame.style.width = `${size.width * scale}px`;
    frame.style.height = `${size.height * scale}px`;
  };
  const resized = new ResizeObserver(fit);
  resized.observe(holder);
  const end = () => {
    if (plot) Plotly?.purge(plot);
    plot = undefined;
  };

  /** @param {Record<string, any>} bundle */
  const figure = async (bundle) => {
    Plotly = await loadPlotly(model);
    if (!plot) {
      plot = element('div', { className: 'cliplab-scaled' });
      holder.replaceChildren(element('div', { className: 'cliplab-plot' }, plot));
    }
    // Plotly writes into what it is given.
    const { data, layout, config } = structuredClone(bundle[FIGURE]);
    await Plotly.react(plot, data, layout, config);
    fit();
  };

  /** @param {Record<string, any>} bundle */
  const plain = (bundle) => {
    end();
    const image = Object.keys(bundle).find((type) => type.startsWith('image/'));
    if (bundle['text/html'] !== undefined)
      holder.replaceChildren(element('div', { className: 'jp-RenderedHTMLCommon', innerHTML: bundle['text/html'] }));
    else if (image)
      holder.replaceChildren(
        element('img', { src: `data:${image};base64,${bundle[image]}`, alt: bundle['text/plain'] ?? '' }),
      );
    else holder.replaceChildren(element('pre', { textContent: bundle['text/plain'] ?? '' }));
  };

  /** @type {Promise<void>} */
  let drawing = Promise.resolve();
  const draw = () => {
    drawing = drawing.then(async () => {
      const bundle = model.get('output');
      if (!bundle) {
        end();
        holder.replaceChildren();
      } else if (bundle[FIGURE]) await figure(bundle);
      else plain(bundle);
      holder.dataset['drawn'] = String(Number(holder.dataset['drawn'] ?? 0) + 1);
    });
    return drawing;
  };
  return {
    draw,
    end() {
      resized.disconnect();
      end();
    },
  };
}
