import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, rename, rm, stat, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { Interrupted, interruptSignal } from '../io/interruption.js';
import { makeFolder } from '../io/makeFolder.js';
import { startProgress } from '../io/progress.js';
import { UserError } from '../io/userError.js';
import { hubRequest } from './hubRequest.js';
import type { HubSettings } from './hubSettings.js';

/** A file of the hub, as its headers describe it. */
export interface RemoteFile {
  /** Path below the endpoint. */
  readonly path: string;
  /** What people call it: `org/name config.json`. */
  readonly what: string;
  /** Its content's SHA-256 (large files) or git's SHA-1 (small ones). */
  readonly etag: string;
  /** Bytes. */
  readonly size: number;
}

/** The disk has no room for the rest of a file. */
export class NoRoom extends UserError {}

/**
 * A connection that breaks is taken up where it broke; so often in a row with hardly a byte more, and it is given up.
 */
const ATTEMPTS = 5;
const HARDLY = 65_536;
/** A connection that gives less is broken off; looked at after so many milliseconds. */
const BYTES_PER_SECOND = 1_000;
const SLOW_MS = 60_000;
const MEGABYTE = 1e6;

const sizeOf = async (path: string): Promise<number> => (await stat(path).catch(() => undefined))?.size ?? 0;

/** Whether the content is what the etag says; true where the etag is no hash. */
async function isSound(path: string, { etag, size }: RemoteFile): Promise<boolean> {
  if ((await sizeOf(path)) !== size) return false;
  const length = /^[0-9a-f]+$/.test(etag) ? etag.length : 0;
  if (length !== 64 && length !== 40) return true;
  const hash = createHash(length === 64 ? 'sha256' : 'sha1');
  if (length === 40) hash.update(`blob ${size}\0`);
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex') === etag;
}

/** Appends what the hub sends behind what is there already. Ends early when the connection does. */
async function receive(settings: HubSettings, file: RemoteFile, partial: string, advance: (bytes: number) => void) {
  const have = await sizeOf(partial);
  const start = performance.now();
  const headers: Record<string, string> = have > 0 ? { range: `bytes=${have}-` } : {};
  const response = await hubRequest(settings, file.path, file.what, { headers });
  const resumes = response.status === 206 && response.headers.get('content-range')?.startsWith(`bytes ${have}-`);
  const target = await open(partial, resumes ? 'a' : 'w');
  try {
    if (!resumes) advance(-have);
    if (response.status === 416) return;
    let total = resumes ? have : 0;
    for await (const chunk of response.chunks()) {
      // What comes beyond the stated size is no part of the file.
      const part = chunk.subarray(0, file.size - total);
      await target.writeFile(part);
      total += part.length;
      advance(part.length);
      if (part.length < chunk.length) break;
      const ms = performance.now() - start;
      if (ms > SLOW_MS && (total - have) * 1_000 < BYTES_PER_SECOND * ms) break;
    }
    await target.sync();
  } finally {
    await target.close();
  }
}

/** @throws UserError where the disk has not as much room as the rest of the file takes */
async function checkRoom(folder: string, missing: number, noRoom: UserError): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  if (bavail * bsize < missing) throw noRoom;
}

/** Receives until the file is whole, going on where a connection broke. @throws UserError when it goes on breaking */
async function receiveAll(
  settings: HubSettings,
  file: RemoteFile,
  partial: string,
  advance: (bytes: number) => void,
  noRoom: UserError,
): Promise<void> {
  // An empty file is whole before anything is received.
  await (await open(partial, 'a')).close();
  for (let failures = 0; failures < ATTEMPTS;) {
    const before = await sizeOf(partial);
    if (before === file.size) return;
    // Of another file, or of a hub that sends too much.
    if (before > file.size) await rm(partial, { force: true });
    try {
      await receive(settings, file, partial, advance);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOSPC') throw noRoom;
      if (interruptSignal()?.aborted) throw new Interrupted();
      if (error instanceof UserError) throw error;
    }
    const after = await sizeOf(partial);
    if (after === file.size) return;
    failures = after > before + HARDLY ? 0 : failures + 1;
    await pause(settings.pauseMs);
  }
  throw new UserError(
    `${file.what} breaks off at byte ${await sizeOf(partial)} of ${file.size} again and again; run it again later.`,
  );
}

/**
 * Fetches a file of the hub to `path`, whole and with the right checksum or not at all. What was received before stays
 * beside it and is gone on with, also in a later run.
 * @throws UserError naming the file: the hub refuses it, the disk is full, its checksum is wrong twice
 */
export async function downloadFile(settings: HubSettings, file: RemoteFile, path: string): Promise<void> {
  const partial = `${path}.incomplete`;
  const noRoom = new NoRoom(
    `there is no room for ${file.what} (${Math.ceil(file.size / MEGABYTE)} MB) in ${dirname(path)}; ` +
      `free some, or set HF_HOME to a folder on another disk.`,
  );
  await makeFolder(dirname(path));
  let received = await sizeOf(partial);
  await checkRoom(dirname(path), file.size - received, noRoom);
  const progress = startProgress(file.what, 'MB', Math.ceil(file.size / MEGABYTE));
  let shown = 0;
  const advance = (bytes: number): void => {
    received += bytes;
    const whole = Math.floor(received / MEGABYTE);
    progress.advance(whole - shown);
    shown = whole;
  };
  try {
    await receiveAll(settings, file, partial, advance, noRoom);
    if (!(await isSound(partial, file))) {
      // What an earlier run left may be of another file: once more, from the start.
      await rm(partial, { force: true });
      advance(-received);
      await receiveAll(settings, file, partial, advance, noRoom);
      if (!(await isSound(partial, file))) {
        await rm(partial, { force: true });
        throw new UserError(
          `${file.what} arrives with another checksum than the hub states (${file.etag}); run it again later.`,
        );
      }
    }
  } finally {
    progress.finish();
  }
  await rename(partial, path);
}
