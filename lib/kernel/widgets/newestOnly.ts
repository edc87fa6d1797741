/**
 * A render younger than this may finish although a newer one waits, so that a figure keeps moving while a slider does.
 */
const PATIENCE_MS = 250;

/** Why a render was stopped. */
export type StopReason = 'newer' | 'interrupt';

const active = new Set<NewestOnly<unknown>>();

/** Stops every render that runs, and drops those that wait: the user's interrupt. */
export function stopRenders(): void {
  for (const renders of [...active]) renders.interrupt();
}

/**
 * Renders the newest of many requests: one at a time, those in between left out, and one that runs for long is told to
 * stop when a newer one waits. Nothing piles up, however fast requests come.
 */
export class NewestOnly<Value> {
  readonly #render: (value: Value, signal: AbortSignal) => Promise<void>;
  #next: { readonly value: Value } | undefined;
  #stop: AbortController | undefined;
  #patience: NodeJS.Timeout | undefined;
  #startedMs = 0;

  /**
   * @param render never rejects; its signal's reason is a `StopReason`. After 'newer' it is waited for all the same, as
   *   two at a time would pile up; so it should look at the signal at every step.
   */
  constructor(render: (value: Value, signal: AbortSignal) => Promise<void>) {
    this.#render = render;
  }

  request(value: Value): void {
    this.#next = { value };
    if (!this.#stop) void this.#run();
    else this.#patience ??= setTimeout(() => this.#abort('newer'), this.#startedMs + PATIENCE_MS - performance.now());
  }

  interrupt(): void {
    this.#next = undefined;
    this.#abort('interrupt');
  }

  #abort(reason: StopReason): void {
    this.#stop?.abort(reason);
  }

  async #run(): Promise<void> {
    active.add(this as NewestOnly<unknown>);
    while (this.#next) {
      const { value } = this.#next;
      this.#next = undefined;
      this.#stop = new AbortController();
      this.#startedMs = performance.now();
      await this.#render(value, this.#stop.signal);
      clearTimeout(this.#patience);
      this.#patience = undefined;
    }
    this.#stop = undefined;
    active.delete(this as NewestOnly<unknown>);
  }
}
