import { drawFigure } from '../figures/export/drawFigure.js';
import type { Figure } from '../figures/figure.js';
import { UserError } from '../io/userError.js';
import type { DisplayChannel, MimeBundle } from './displayChannel.js';

let shown = 0;
let warned = false;

/** Without kaleido a figure is still interactive where there is a front end; that its image is missing is said once. */
async function imageOf(figure: Figure): Promise<string | undefined> {
  try {
    // One pixel per CSS pixel: JupyterLab shows the image of a saved notebook at its own size.
    return (await drawFigure(figure, 'png', 1)).toString('base64');
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    if (!warned) process.stderr.write(error.message + '\n');
    warned = true;
    return undefined;
  }
}

/** A figure for a front end that has Plotly, and its caption for one that has only text. */
export const figureBundle = ({ data, layout, caption }: Figure): MimeBundle => ({
  'application/vnd.plotly.v1+json': { data, layout, config: { displaylogo: false } },
  'text/plain': caption,
});

/**
 * Shows a figure as one bundle: interactive where the front end has Plotly (JupyterLab, VS Code), an image elsewhere
 * (GitHub, nbconvert), its caption where there is only text.
 *
 * The image joins a moment later, as an update of the same display. So the figure is there at once; and JupyterLab's
 * Plotly, which for a bundle that has an image waits until the mouse enters it, starts out interactive.
 */
export async function showFigure(
  figure: Figure,
  channel: DisplayChannel,
  { displayId, update } = { displayId: `figure-${++shown}`, update: false },
): Promise<void> {
  const { width, height } = figure.layout;
  const alt = figure.caption;
  const bundle = figureBundle(figure);
  channel.display({ bundle, displayId, update });
  const png = await imageOf(figure);
  if (png === undefined) return;
  const metadata = { 'image/png': { width, height, alt } };
  channel.display({ bundle: { ...bundle, 'image/png': png }, metadata, displayId, update: true });
}
