import { wellFormedJson } from '../io/wellFormedJson.js';
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

function jsonObject(frame: Buffer, part: string): Json {
  let value: unknown;
  try {
    value = JSON.parse(frame.toString());
  } catch {
    // told below
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Error(`The ${part} of a Jupyter message is a JSON object; found something else.`);
  return value as Json;
}

/** A message that carries the right signature and cannot be read whole. */
export class UnreadableMessage extends Error {
  /** @param asked its header and who sent it, without the rest. */
  constructor(
    message: string,
    readonly asked: WireMessage,
  ) {
    super(message);
  }
}

/**
 * @throws Error when the frames are no Jupyter message or carry a wrong signature.
 * @throws UnreadableMessage when a part other than its header is no JSON object.
 */
export function decodeMessage(key: string, frames: readonly Buffer[]): WireMessage {
  const at = frames.findIndex((frame) => frame.equals(DELIMITER));
  const [signature, ...parts] = at < 0 ? [] : frames.slice(at + 1);
  const [header, parent, metadata, content, ...buffers] = parts;
  if (!signature || !header || !parent || !metadata || !content) throw new Error('not a Jupyter message');
  if (signature.toString() !== sign(key, [header, parent, metadata, content])) {
    throw new Error('a Jupyter message with a wrong signature');
  }
  const asked: WireMessage = {
    identities: frames.slice(0, at),
    header: jsonObject(header, 'header') as unknown as MessageHeader,
    parent: {},
    metadata: {},
    content: {},
    buffers,
  };
  try {
    return {
      ...asked,
      parent: jsonObject(parent, 'parent header'),
      metadata: jsonObject(metadata, 'metadata'),
      content: jsonObject(content, 'content'),
    };
  } catch (error) {
    throw new UnreadableMessage((error as Error).message, asked);
  }
}

/** Frames to hand to a ZeroMQ socket, signed. */
export function encodeMessage(key: string, message: WireMessage): Uint8Array[] {
  const { header, parent, metadata, content } = message;
  const parts = [header, parent, metadata, content].map((part) => Buffer.from(wellFormedJson(part)));
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
