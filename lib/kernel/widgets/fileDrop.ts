import type { Control } from './control.js';

/** A file from the reader's machine. */
export interface DroppedFile {
  readonly name: string;
  /** As the browser knows it, e.g. `image/png`; may be empty. */
  readonly type: string;
  readonly bytes: Uint8Array;
}

/** What a `fileDrop` takes, and what stands beside it. */
export interface FileDropOptions {
  readonly label?: string;
  /** What may be chosen, as in HTML: `image/*`, `.csv`. Default: anything. */
  readonly accept?: string;
}

function fileOf(form: unknown): DroppedFile | undefined {
  const { name, type, bytes } = (form ?? {}) as Partial<DroppedFile>;
  if (!(bytes instanceof Uint8Array)) return undefined;
  return { name: String(name), type: String(type), bytes };
}

/**
 * A place to drop or choose one file (at most 8 MB); `undefined` until then.
 * @example
 * await interactive({ file: fileDrop({ accept: 'image/*' }) }, ({ file }) => (file ? image(file.bytes) : 'none yet'));
 */
export const fileDrop = ({ label, accept = '' }: FileDropOptions = {}): Control<DroppedFile | undefined> => ({
  kind: 'file',
  label,
  settings: { accept },
  value: undefined,
  encode: (file) => file ?? null,
  decode: fileOf,
  describe: (file) => file?.name ?? 'no file',
});
