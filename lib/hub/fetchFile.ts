import { stat } from 'node:fs/promises';
import { parseJson } from '../io/parseJson.js';
import { UserError } from '../io/userError.js';
import { withFileLock } from '../io/withFileLock.js';
import { shownName } from './shownName.js';
import { downloadFile, type RemoteFile } from './downloadFile.js';
import type { HubCache } from './hubCache.js';
import { hubRequest, hubText } from './hubRequest.js';
import type { HubSettings } from './hubSettings.js';
import { kindOf, type Repository } from './repositories.js';

/** Characters of a path in a repository. */
const LONGEST_NAME = 1_024;

/** Whether a name stays in its repository's folder on every system. */
function isPlainName(name: unknown): name is string {
  return (
    typeof name === 'string' &&
    name.length <= LONGEST_NAME &&
    !/[\\\p{Cc}]/u.test(name) &&
    name.split('/').every((part) => part !== '' && part !== '.' && part !== '..')
  );
}

/**
 * The commit a revision stands at, and the files it has.
 * @throws UserError where the answer is no hub's, or names a file outside of the repository
 */
export async function listFiles(
  settings: HubSettings,
  repository: Repository,
): Promise<{ commit: string; names: string[] }> {
  const { id, revision } = repository;
  const what = `${id} at revision ${revision}`;
  const noHub = new UserError(
    `${settings.endpoint} does not answer as a Hugging Face hub about ${what}; check HF_ENDPOINT.`,
  );
  const text = await hubText(
    settings,
    `api/${kindOf(repository)}s/${id}/revision/${encodeURIComponent(revision)}`,
    what,
  );
  if (!text.trimStart().startsWith('{')) throw noHub;
  const { sha, siblings } = parseJson(text, `the answer of ${settings.endpoint} about ${what}`, 'answer') as {
    sha?: unknown;
    siblings?: unknown;
  };
  if (typeof sha !== 'string' || !/^[0-9a-f]{40}$/.test(sha) || !Array.isArray(siblings)) throw noHub;
  const names = siblings.map((sibling: { rfilename?: unknown } | null) => sibling?.rfilename);
  const wrong = names.find((name) => !isPlainName(name));
  if (wrong !== undefined)
    throw new UserError(
      `${settings.endpoint} lists the file ${shownName(JSON.stringify(wrong))} in ${what}, which lies outside of it; check HF_ENDPOINT.`,
    );
  return { commit: sha, names: names.filter(isPlainName) };
}

/** Size and content's name of a file, which the hub states before it redirects to where the bytes are. */
async function describe(
  settings: HubSettings,
  repository: Repository,
  commit: string,
  name: string,
): Promise<RemoteFile> {
  const { id } = repository;
  const what = `${id} ${name}`;
  let path = `${kindOf(repository) === 'dataset' ? 'datasets/' : ''}${id}/resolve/${commit}/${name}`;
  for (let redirects = 0; redirects < 5; redirects++) {
    const { status, headers } = await hubRequest(settings, path, what, { method: 'HEAD', stopAtRedirect: true });
    const location = headers.get('location');
    // A repository that was renamed; large files redirect elsewhere, which is no business of this request.
    if (status >= 300 && !headers.has('x-linked-etag') && location?.startsWith('/')) {
      path = location.slice(1);
      continue;
    }
    const etag = (headers.get('x-linked-etag') ?? headers.get('etag') ?? '').replace(/^W\//, '').replaceAll('"', '');
    const size = Number(headers.get('x-linked-size') ?? headers.get('content-length') ?? NaN);
    if (!/^[A-Za-z0-9_-]{1,128}$/.test(etag) || !Number.isSafeInteger(size) || size < 0) break;
    return { path, what, etag, size };
  }
  throw new UserError(`${settings.endpoint} does not say what ${what} is (no etag or length); check HF_ENDPOINT.`);
}

/**
 * Fetches a file into the repository's cache, where it is not there yet.
 * @param mostBytes what it may have, where it will be read whole
 * @throws UserError where it is larger, or as `downloadFile`
 */
export async function fetchFile(
  settings: HubSettings,
  cache: HubCache,
  repository: Repository,
  commit: string,
  name: string,
  mostBytes = Infinity,
): Promise<void> {
  if (!isPlainName(name))
    throw new UserError(`${repository.id} has no file of the name ${shownName(JSON.stringify(name))}.`);
  if (cache.has(commit, name)) return;
  const file = await describe(settings, repository, commit, name);
  if (file.size > mostBytes)
    throw new UserError(
      `${file.what} has ${file.size} bytes, where at most ${mostBytes} were expected; check the name and HF_ENDPOINT.`,
    );
  const path = cache.blob(file.etag);
  await withFileLock(cache.lock(file.etag), async () => {
    const found = await stat(path).catch(() => undefined);
    if (found?.size !== file.size) await downloadFile(settings, file, path);
  });
  await cache.link(commit, name, file.etag);
}
