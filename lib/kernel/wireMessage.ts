import { createHmac, randomUUID } from 'node:crypto';

/** Content of a Jupyter message: JSON. */
export type Json = Record<string, unknown>;

export interface MessageHeader {
  readonly msg_id: string;
  readonly msg_type: string;
  readonly session: string;
  readonly username: string;
  readonly date: string;
  readonly version: string;
}

/** A message of the Jupyter protocol 5.3, whole and unsigned. */
export interface WireMessage {
  /** ZeroMQ routing prefix: who asked, so that a reply finds its way. */
  readonly identities: readonly Uint8Array[];
  readonly header: MessageHeader;
  readonly parent: MessageHeader | Json;
  readonly metadata: Json;
  readonly content: Json;
  /** Binary attachments, e.g. a dropped file or a widget's pixels. */
  readonly buffers: readonly Uint8Array[];
}

const DELIMITER = Buffer.from('<IDS|MSG>');

const sign = (key: string, parts: readonly Uint8Array[]): string => {
  if (key === '') return '';
  const hmac = createHmac('sha256', key);
  for (const part of parts) hmac.update(part);
  return hmac.digest('hex');
};

/** @throws when the frames are no Jupyter message or carry a wrong signature. */
export function decodeMessage(key: string, frames: readonly Buffer[]): WireMessage {
  const at = frames.findIndex((frame) => frame.equals(DELIMITER));
  const [signature, ...parts] = at < 0 ? [] : frames.slice(at + 1);
  const [header, parent, metadata, content, ...buffers] = parts;
  if (!signature || !header || !parent || !metadata || !content) throw new Error('not a Jupyter message');
  if (signature.toString() !== sign(key, [header, parent, metadata, content])) {
    throw new Error('a Jupyter message with a wrong signature');
  }
  const json = (frame: Buffer): unknown => JSON.parse(frame.toString());
  return {
    identities: frames.slice(0, at),
    header: json(header) as MessageHeader,
    parent: json(parent) as Json,
    metadata: json(metadata) as Json,
    content: json(content) as Json,
    buffers,
  };
}

/** Frames to hand to a ZeroMQ socket, signed. */
export function encodeMessage(key: string, message: WireMessage): Uint8Array[] {
  const { header, parent, metadata, content } = message;
  const parts = [header, parent, metadata, content].map((part) => Buffer.from(JSON.stringify(part)));
  return [...message.identities, DELIMITER, Buffer.from(sign(key, parts)), ...parts, ...message.buffers];
}

export interface Sending {
  readonly identities?: readonly Uint8Array[];
  readonly metadata?: Json;
  readonly buffers?: readonly Uint8Array[];
}

/** A new message of `type` caused by `parent` (none for what the kernel says of itself). */
export function newMessage(
  session: string,
  type: string,
  content: Json,
  parent: WireMessage | undefined,
  { identities = [], metadata = {}, buffers = [] }: Sending = {},
): WireMessage {
  const header = {
    msg_id: randomUUID(),
    msg_type: type,
    session,
    username: 'kernel',
    date: new Date().toISOString(),
    version: '5.3',
  };
  return { identities, header, parent: parent?.header ?? {}, metadata, content, buffers };
}
