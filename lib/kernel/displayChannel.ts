import type { Json } from './wireMessage.js';

/** What a cell can show: one thing in several MIME types, of which a front end takes the richest it knows. */
export type MimeBundle = Readonly<Record<string, unknown>>;

export interface Display {
  readonly bundle: MimeBundle;
  /** Per MIME type, e.g. a picture's width and height in CSS pixels. */
  readonly metadata?: Json;
  /** Names the display, so that it can be replaced later. */
  readonly displayId?: string;
  /** Replace what `displayId` names. */
  readonly update?: boolean;
}

/** Where displays go while a cell runs. */
export interface DisplayChannel {
  /** Counts executed cells from 1. */
  readonly cell: number;
  display(display: Display): void;
}

let channel: DisplayChannel | undefined;

/** Set by the kernel as a cell starts. Output that comes later goes to the cell that ran last. */
export function setDisplayChannel(next: DisplayChannel | undefined): void {
  channel = next;
}

/** The running cell's channel; `undefined` outside a notebook. */
export function displayChannel(): DisplayChannel | undefined {
  return channel;
}
