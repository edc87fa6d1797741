import type { Socket } from './tslab.js';

/**
 * Sends messages over a socket at once where it takes them, so that a cell's output shows while the cell computes without a
 * pause; ZeroMQ now and then still has one in hand and refuses the next, which then waits for its turn.
 */
export class Outbox {
  readonly #socket: Pick<Socket, 'send'>;
  readonly #waiting: (readonly Uint8Array[])[] = [];
  #inHand: Promise<void> = Promise.resolve();

  constructor(socket: Pick<Socket, 'send'>) {
    this.#socket = socket;
  }

  send(frames: readonly Uint8Array[]): void {
    this.#waiting.push(frames);
    if (this.#waiting.length === 1) this.#drain();
  }

  /** Resolves when the socket has taken everything. */
  async settled(): Promise<void> {
    while (this.#waiting.length > 0) await new Promise((resolve) => setTimeout(resolve, 1));
    await this.#inHand;
  }

  #drain(): void {
    for (let frames = this.#waiting[0]; frames; frames = this.#waiting[0]) {
      try {
        this.#inHand = this.#socket.send(frames);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EBUSY') {
          this.#waiting.length = 0; // closed: nobody is listening any more
          return;
        }
        void this.#inHand.then(() => setImmediate(() => this.#drain()));
        return;
      }
      this.#inHand = this.#inHand.catch(() => undefined);
      this.#waiting.shift();
    }
  }
}
