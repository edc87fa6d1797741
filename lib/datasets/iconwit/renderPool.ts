import { compiledScript, createProcessPool, ProcessDied } from '../../io/processPool.js';
import type { Fit, RenderedIcon } from './renderIcon.js';

/** An icon over which a worker died or hung. */
export interface CrashedIcon {
  readonly kind: 'crashed';
  readonly reason: string;
}

export interface RenderPool {
  readonly workers: number;
  /** Draws SVG documents at `size` pixels, in order. A document that kills its worker comes back as crashed. */
  render(svgs: readonly string[], size: number, fit: Fit): Promise<(RenderedIcon | CrashedIcon)[]>;
  close(): void;
}

export interface RenderPoolOptions {
  readonly workers: number;
  /** The worker's script; by default the compiled one. */
  readonly script?: string;
  /** A worker silent for so long over one message is killed. */
  readonly timeoutSeconds?: number;
}

const BATCH = 32;

/** Starts worker processes that draw icons. */
export function createRenderPool({
  workers,
  script = compiledScript('datasets/iconwit/renderWorker'),
  timeoutSeconds = 60,
}: RenderPoolOptions): RenderPool {
  const pool = createProcessPool<{ svgs: readonly string[]; size: number; fit: Fit }, RenderedIcon[]>({
    script,
    processes: workers,
  });

  /** A batch whose worker died is asked again one by one, so that only the culprit is lost. */
  const renderBatch = async (
    svgs: readonly string[],
    size: number,
    fit: Fit,
  ): Promise<(RenderedIcon | CrashedIcon)[]> => {
    try {
      return await pool.ask({ svgs, size, fit }, timeoutSeconds);
    } catch (error) {
      if (!(error instanceof ProcessDied)) throw error;
      if (svgs.length === 1) return [{ kind: 'crashed', reason: error.message }];
    }
    const results = [];
    for (const svg of svgs) results.push(...(await renderBatch([svg], size, fit)));
    return results;
  };

  return {
    workers,
    async render(svgs, size, fit) {
      const results = new Array<RenderedIcon | CrashedIcon>(svgs.length);
      let next = 0;
      const lane = async (): Promise<void> => {
        while (next < svgs.length) {
          const first = next;
          next += BATCH;
          const batch = await renderBatch(svgs.slice(first, first + BATCH), size, fit);
          batch.forEach((result, k) => (results[first + k] = result));
        }
      };
      await Promise.all(Array.from({ length: workers }, lane));
      return results;
    },
    close: () => pool.close(),
  };
}
