/** How long, after a failed cell, waiting requests may still be on their way in. */
const DRAIN_MS = 100;

/** Runs jobs one after another; after one that failed, those already waiting are dropped, as "Run All" expects. */
export class CellQueue {
  #tail: Promise<unknown> = Promise.resolve();
  #generation = 0;
  #drainUntilMs = 0;

  /** @returns what the job returned, or `undefined` when a cell before it failed. */
  add<T>(job: () => Promise<T>): Promise<T | undefined> {
    const generation = this.#generation;
    const turn = this.#tail.then(async () => {
      if (generation !== this.#generation || performance.now() < this.#drainUntilMs) return undefined;
      return job();
    });
    this.#tail = turn.catch(() => undefined);
    return turn;
  }

  /** Drops every job that waits, and those that the front end sent before it could know of the failure. */
  drop(): void {
    this.#generation++;
    this.#drainUntilMs = performance.now() + DRAIN_MS;
  }
}
