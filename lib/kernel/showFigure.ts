import { drawFigure } from '../figures/drawFigure.js';
import type { Figure } from '../figures/figure.js';
import { UserError } from '../io/userError.js';
import type { DisplayChannel } from './displayChannel.js';

let shown = 0;
let warned = false;

/** Without kaleido a figure is still interactive where there is a front end; that its picture is missing is said once. */
async function pictureOf(figure: Figure): Promise<string | undefined> {
  try {
    // One pixel per CSS pixel: JupyterLab shows the picture of a saved notebook at its own size.
    return (await drawFigure(figure, 'png', 1)).toString('base64');
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    if (!warned) process.stderr.write(error.message + '\n');
    warned = true;
    return undefined;
  }
}

/**
 * Shows a figure as one bundle: interactive where the front end has Plotly (JupyterLab, VS Code), a picture elsewhere
 * (GitHub, nbconvert), its caption where there is only text.
 *
 * The picture joins a moment later, as an update of the same display. So the figure is there at once; and JupyterLab's
 * Plotly, which for a bundle that has a picture waits until the mouse enters it, starts out interactive.
 */
export async function showFigure(figure: Figure, channel: DisplayChannel): Promise<void> {
  const { data, layout, caption } = figure;
  const displayId = `figure-${++shown}`;
  const bundle = {
    'application/vnd.plotly.v1+json': { data, layout, config: { displaylogo: false } },
    'text/plain': caption,
  };
  channel.display({ bundle, displayId });
  const png = await pictureOf(figure);
  if (png === undefined) return;
  const metadata = { 'image/png': { width: layout.width, height: layout.height } };
  channel.display({ bundle: { ...bundle, 'image/png': png }, metadata, displayId, update: true });
}
