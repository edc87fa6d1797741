import { randomUUID } from 'node:crypto';
import type { Json, Sending, WireMessage } from './wireMessage.js';

/** What arrives over a comm: JSON and binary attachments. */
export type CommListener = (data: Json, buffers: readonly Uint8Array[]) => void | Promise<void>;

/** A two-way channel between the kernel and an object in the front end, such as a widget. */
export interface Comm {
  readonly id: string;
  send(data: Json, buffers?: readonly Uint8Array[]): void;
  /** What to do with messages from the front end. */
  onMessage(listener: CommListener): void;
  /** Called once when the front end closes it (its output was cleared, its page closed). */
  onClose(listener: () => void): void;
  close(): void;
}

/** Answers a comm that the front end opens. */
export type CommTarget = (comm: Comm, data: Json) => void;

type Send = (type: string, content: Json, sending?: Sending) => void;

interface OpenComm {
  readonly target: string;
  readonly comm: Comm;
  message: CommListener;
  closed: () => void;
}

/** The comms of one kernel: the part of the Jupyter protocol that widgets live on. */
export class CommHub {
  readonly #send: Send;
  readonly #open = new Map<string, OpenComm>();
  readonly #targets = new Map<string, CommTarget>();

  /** @param send publishes a message to every front end. */
  constructor(send: Send) {
    this.#send = send;
  }

  /** Opens a comm to the front end's `target`, e.g. `jupyter.widget`. */
  open(target: string, data: Json, sending?: Sending, id: string = randomUUID()): Comm {
    const comm = this.#register(id, target);
    this.#send('comm_open', { comm_id: comm.id, target_name: target, data }, sending);
    return comm;
  }

  /** What to do when the front end opens a comm to `name`; others are closed at once, as the protocol asks. */
  serve(name: string, target: CommTarget): void {
    this.#targets.set(name, target);
  }

  /** Open comms, for `comm_info_request`. */
  info(target: unknown): Record<string, { target_name: string }> {
    const entries = [...this.#open].filter(([, open]) => target === undefined || open.target === target);
    return Object.fromEntries(entries.map(([id, open]) => [id, { target_name: open.target }]));
  }

  /**
   * Handles `comm_open`, `comm_msg` and `comm_close` from the front end; one for an unknown comm is late, and ignored.
   */
  async receive({ header, content, buffers }: WireMessage): Promise<void> {
    const id = String(content['comm_id']);
    const given = content['data'];
    const data = (typeof given === 'object' && given !== null ? given : {}) as Json;
    if (header.msg_type === 'comm_open') {
      const name = String(content['target_name']);
      const target = this.#targets.get(name);
      if (target) target(this.#register(id, name), data);
      else this.#send('comm_close', { comm_id: id, data: {} });
    } else if (header.msg_type === 'comm_msg') {
      await this.#open.get(id)?.message(data, buffers);
    } else if (header.msg_type === 'comm_close') {
      const open = this.#open.get(id);
      this.#open.delete(id);
      open?.closed();
    }
  }

  #register(id: string, target: string): Comm {
    const comm: Comm = {
      id,
      send: (data, buffers = []) => this.#send('comm_msg', { comm_id: id, data }, { buffers }),
      onMessage: (listener) => {
        entry.message = listener;
      },
      onClose: (listener) => {
        entry.closed = listener;
      },
      close: () => {
        if (this.#open.delete(id)) this.#send('comm_close', { comm_id: id, data: {} });
      },
    };
    const entry: OpenComm = { target, comm, message: () => undefined, closed: () => undefined };
    this.#open.set(id, entry);
    return comm;
  }
}

let hub: CommHub | undefined;

/** Set by the kernel as it starts. */
export function setCommHub(next: CommHub | undefined): void {
  hub = next;
}

/** The kernel's comms; `undefined` outside a notebook. */
export function commHub(): CommHub | undefined {
  return hub;
}
