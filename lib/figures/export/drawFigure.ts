import { notebookSetupCommand } from '../../io/setupCommand.js';
import { UserError } from '../../io/userError.js';
import type { Figure } from '../figure.js';
import { ANSWER_SECONDS, KaleidoCrash, KaleidoProcess } from './kaleidoProcess.js';

let kaleido: KaleidoProcess | undefined;

const running = (answerSeconds: number): KaleidoProcess => {
  if (!kaleido || kaleido.ended) kaleido = new KaleidoProcess(answerSeconds);
  return kaleido;
};

/**
 * A figure as an image file. The first call starts the drawing process (about a second); it stays for the next.
 * @param scale pixels per CSS pixel; SVG has no pixels and ignores it.
 * @param answerSeconds how long it may take, once and when it is tried again
 * @throws UserError before set-up, or when the drawing process ends or hangs twice; Error with plotly's words when it
 *   cannot draw the figure.
 */
export async function drawFigure(
  figure: Figure,
  format: 'png' | 'svg',
  scale = 2,
  answerSeconds = ANSWER_SECONDS,
): Promise<Buffer> {
  const { data, layout } = figure;
  const body = { format, width: layout.width, height: layout.height, scale, data: { data, layout } };
  const ask = (): ReturnType<KaleidoProcess['request']> => running(answerSeconds).request(body);
  // The process may have been ended from outside, or wait for something, so a crash is tried once more.
  const reply = await ask().catch((first: unknown) => {
    if (!(first instanceof KaleidoCrash)) throw first;
    return ask().catch((second: unknown) => {
      if (!(second instanceof KaleidoCrash)) throw second;
      throw new UserError(
        `The figure "${figure.name}" could not be drawn: ${first.message}, and when it was started anew ${second.message}; ` +
          `run the command again, and "${notebookSetupCommand()}" if it stays so.`,
      );
    });
  });
  if (reply.code !== 0 || reply.result === null) {
    throw new Error(
      `the figure "${figure.name}" could not be drawn: ${reply.message ?? `kaleido error ${reply.code}`}`,
    );
  }
  return Buffer.from(reply.result, format === 'png' ? 'base64' : 'utf8');
}

/** Ends the drawing process, if there is one; the next image starts another. */
export function closeDrawing(): void {
  kaleido?.close();
  kaleido = undefined;
}
