import { VERDICTS } from './verdicts.js';

const TEXTS = [
  'id',
  'notebook',
  'claim',
  'source',
  'quote',
  'published',
  'holdsWhen',
  'measured',
  'verdict',
  'note',
] as const;

/** What keeps a value from being a claim; undefined where it is one. */
export function claimFault(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'it is no object';
  const entry = value as Record<string, unknown>;
  const wrong = TEXTS.find((key) => !Object.hasOwn(entry, key) || typeof entry[key] !== 'string');
  if (wrong !== undefined) return `its ${wrong} is no text`;
  if (!(VERDICTS as readonly unknown[]).includes(entry['verdict']))
    return `its verdict must be one of: ${VERDICTS.join('; ')}; found "${String(entry['verdict'])}"`;
  return undefined;
}
