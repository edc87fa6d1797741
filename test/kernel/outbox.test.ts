import { expect, it } from 'vitest';
import { Outbox } from '../../lib/kernel/outbox.js';

/** As zeromq's: takes a message at once, but refuses the next while one is in hand. */
class SlowSocket {
  readonly sent: string[] = [];
  finish: (() => void) | undefined;
  slow = false;

  send(frames: readonly Uint8Array[]): Promise<void> {
    if (this.finish) throw Object.assign(new Error('Socket is busy writing'), { code: 'EBUSY' });
    this.sent.push(frames.map(String).join());
    if (!this.slow) return Promise.resolve();
    return new Promise((resolve) => {
      this.finish = () => {
        this.finish = undefined;
        resolve();
      };
    });
  }
}

const message = (text: string): Uint8Array[] => [Buffer.from(text)];

it('sends without waiting while the socket takes messages', () => {
  const socket = new SlowSocket();
  const outbox = new Outbox(socket);
  for (const text of ['a', 'b', 'c']) outbox.send(message(text));
  expect(socket.sent).toEqual(['a', 'b', 'c']);
});

it('keeps what a busy socket refuses, in order', async () => {
  const socket = new SlowSocket();
  const outbox = new Outbox(socket);
  socket.slow = true;
  for (const text of ['a', 'b', 'c']) outbox.send(message(text));
  expect(socket.sent).toEqual(['a']);
  socket.finish?.();
  await new Promise((resolve) => setTimeout(resolve, 5));
  expect(socket.sent).toEqual(['a', 'b']);
  socket.slow = false;
  socket.finish?.();
  outbox.send(message('d'));
  await outbox.settled();
  expect(socket.sent).toEqual(['a', 'b', 'c', 'd']);
});

it('says nothing when the socket is closed', () => {
  const outbox = new Outbox({
    send: () => {
      throw Object.assign(new Error('Socket is closed'), { code: 'EBADF' });
    },
  });
  expect(() => outbox.send(message('a'))).not.toThrow();
});
