import type { Figure } from './figure.js';
import { KaleidoCrash, KaleidoProcess } from './kaleidoProcess.js';

let kaleido: KaleidoProcess | undefined;

const running = (): KaleidoProcess => {
  if (!kaleido || kaleido.ended) kaleido = new KaleidoProcess();
  return kaleido;
};

/**
 * A figure as a picture file. The first call starts the drawing process (about a second); it stays for the next.
 * @param scale pixels per CSS pixel; SVG has no pixels and ignores it.
 * @throws UserError before set-up; Error with plotly's words when it cannot draw the figure.
 */
export async function drawFigure(figure: Figure, format: 'png' | 'svg', scale = 2): Promise<Buffer> {
  const { data, layout } = figure;
  const body = { format, width: layout.width, height: layout.height, scale, data: { data, layout } };
  // The process may have been ended from outside, so a crash is tried once more; a figure that crashes it twice is at fault.
  const reply = await running()
    .request(body)
    .catch((error: unknown) => {
      if (error instanceof KaleidoCrash) return running().request(body);
      throw error;
    });
  if (reply.code !== 0 || reply.result === null) {
    throw new Error(
      `the figure "${figure.name}" could not be drawn: ${reply.message ?? `kaleido error ${reply.code}`}`,
    );
  }
  return Buffer.from(reply.result, format === 'png' ? 'base64' : 'utf8');
}

/** Ends the drawing process, if there is one; the next picture starts another. */
export function closeDrawing(): void {
  kaleido?.close();
  kaleido = undefined;
}
