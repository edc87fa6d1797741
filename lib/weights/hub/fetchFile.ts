import { stat } from 'node:fs/promises';
import { UserError } from '../../io/userError.js';
import { withFileLock } from '../../io/withFileLock.js';
import { downloadFile, type RemoteFile } from './downloadFile.js';
import type { HubCache } from './hubCache.js';
import { hubRequest } from './hubRequest.js';
import type { HubSettings } from './hubSettings.js';
import { kindOf, type Repository } from './repositories.js';

/** The commit a revision stands at, and the files it has. */
export async function listFiles(
  settings: HubSettings,
  repository: Repository,
): Promise<{ commit: string; names: string[] }> {
  const { id, revision } = repository;
  const what = `${id} at revision ${revision}`;
  const response = await hubRequest(
    settings,
    `api/${kindOf(repository)}s/${id}/revision/${encodeURIComponent(revision)}`,
    what,
  );
  const { sha, siblings } = ((await response.json().catch(() => undefined)) ?? {}) as {
    sha?: unknown;
    siblings?: unknown;
  };
  if (typeof sha !== 'string' || !/^[0-9a-f]{40}$/.test(sha) || !Array.isArray(siblings))
    throw new UserError(`${settings.endpoint} does not answer as a Hugging Face hub about ${what}; check HF_ENDPOINT.`);
  const names = siblings.map((sibling: { rfilename?: unknown }) => String(sibling?.rfilename));
  return { commit: sha, names };
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
    if (!/^[A-Za-z0-9_-]+$/.test(etag) || !Number.isSafeInteger(size)) break;
    return { path, what, etag, size };
  }
  throw new UserError(`${settings.endpoint} does not say what ${what} is (no etag or length); check HF_ENDPOINT.`);
}

/** Fetches a file into the repository's cache, where it is not there yet. */
export async function fetchFile(
  settings: HubSettings,
  cache: HubCache,
  repository: Repository,
  commit: string,
  name: string,
): Promise<void> {
  if (cache.has(commit, name)) return;
  const file = await describe(settings, repository, commit, name);
  const path = cache.blob(file.etag);
  await withFileLock(cache.lock(file.etag), async () => {
    const found = await stat(path).catch(() => undefined);
    if (found?.size !== file.size) await downloadFile(settings, file, path);
  });
  await cache.link(commit, name, file.etag);
}
