import { AsyncLocalStorage } from 'node:async_hooks';
import type { CellError } from './cellError.js';
import type { Json } from './wireMessage.js';

/** What a cell can show: one thing in several MIME types, of which a front end takes the richest it knows. */
export type MimeBundle = Readonly<Record<string, unknown>>;

export interface Display {
  readonly bundle: MimeBundle;
  /** Per MIME type, e.g. an image's width and height in CSS pixels. */
  readonly metadata?: Json;
  /** Names the display, so that it can be replaced later. */
  readonly displayId?: string;
  /** Replace what `displayId` names. */
  readonly update?: boolean;
}

/** Where the output of one run of a cell goes. */
export interface DisplayChannel {
  /** Counts executed cells from 1. */
  readonly cell: number;
  display(display: Display): void;
  write(stream: 'stdout' | 'stderr', text: string): void;
  /** An error in the line numbers of the notebook's cells. */
  describe(error: unknown): CellError;
}

const scoped = new AsyncLocalStorage<DisplayChannel>();
let newest: DisplayChannel | undefined;

/** Runs a cell's code: whatever it starts, now or later, shows its output below this cell. */
export function withDisplayChannel<T>(channel: DisplayChannel, job: () => T): T {
  newest = channel;
  return scoped.run(channel, job);
}

/** The channel of the cell that the caller works for, or of the newest one; `undefined` outside a notebook. */
export function displayChannel(): DisplayChannel | undefined {
  return scoped.getStore() ?? newest;
}
