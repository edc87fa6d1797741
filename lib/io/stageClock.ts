/** The stages of work on images that one may wait for. */
export type Stage = 'read' | 'decode' | 'infer' | 'write';

/**
 * Adds up where time goes. Stages that run side by side are added too, so that their sum may be more than what passed.
 */
export interface StageClock {
  /** Runs a job and counts its time for a stage. */
  time<T>(stage: Stage, job: () => Promise<T> | T): Promise<T>;
  readonly seconds: Readonly<Record<Stage, number>>;
}

export function createStageClock(): StageClock {
  const seconds = { read: 0, decode: 0, infer: 0, write: 0 };
  return {
    seconds,
    async time(stage, job) {
      const start = performance.now();
      try {
        return await job();
      } finally {
        seconds[stage] += (performance.now() - start) / 1000;
      }
    },
  };
}
