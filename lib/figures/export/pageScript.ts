import { packedPlotlyScript } from './plotlyScript.js';

/** The file beside the pages of a folder that all of them draw with. */
export const SHARED_SCRIPT = 'plotly.js';

/** Elements that stand at the end of a page and draw the list `figures` of it. */
export type PageScript = string;

/**
 * Draws every figure at the size of its layout, which is made for the page of a paper, and smaller where the window is
 * narrower. (Plotly remembers where a figure was; pointing at points needs it to ask again.)
 */
const DRAW = `const fit = (plot) => {
  const drawing = plot.querySelector('.main-svg');
  if (!drawing) return;
  const [width, height] = ['width', 'height'].map((side) => Number(drawing.getAttribute(side)));
  const scale = Math.min(1, plot.parentElement.clientWidth / width);
  plot.style.transform = scale < 1 ? 'scale(' + scale + ')' : '';
  plot.style.marginBottom = scale < 1 ? -height * (1 - scale) + 'px' : '';
  if (plot._fullLayout) plot._fullLayout._lastBBox = undefined;
};
for (const [id, data, layout] of figures)
  Plotly.newPlot(id, data, layout, { displaylogo: false }).then((plot) =>
    new ResizeObserver(() => fit(plot)).observe(plot.parentElement));`;

/** Draws with the script that lies beside the page. */
export const sharedScript: PageScript = `<script src="${SHARED_SCRIPT}"></script>
<script>${DRAW}</script>`;

/**
 * Draws with a script that the page itself holds, so that it may be sent alone. It is packed: 2.6 MB in place of 11.
 */
export async function ownScript(): Promise<PageScript> {
  const packed = (await packedPlotlyScript()).toString('base64');
  return `<script id="plotly" type="application/octet-stream">${packed}</script>
<script>
(async () => {
  const packed = Uint8Array.from(atob(document.getElementById('plotly').textContent), (c) => c.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip'));
  const script = document.createElement('script');
  script.src = URL.createObjectURL(await new Response(stream).blob());
  script.onload = () => { ${DRAW} };
  document.head.append(script);
})();
</script>`;
}
