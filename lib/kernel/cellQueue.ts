/** Runs jobs one after another; after one that failed, those already waiting are dropped, as "Run All" expects. */
export class CellQueue {
  #tail: Promise<unknown> = Promise.resolve();
  #generation = 0;

  /** @returns what the job returned, or `undefined` when a cell before it failed. */
  add<T>(job: () => Promise<T>): Promise<T | undefined> {
    const generation = this.#generation;
    const turn = this.#tail.then(async () => (generation === this.#generation ? job() : undefined));
    this.#tail = turn.catch(() => undefined);
    return turn;
  }

  /** Drops every job that waits. What is added from now on runs. */
  drop(): void {
    this.#generation++;
  }
}
