import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statfsSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { megabytesIn, pipDownload, verifiedWheel } from './downloadWheel.mjs';
import { venvPython } from './pythonEnvironment.mjs';
import { readJson } from './readJson.mjs';
import { replaceFile } from './replaceFile.mjs';
import { isRunning } from './runningProcess.mjs';
import { SetupError } from './setupError.mjs';
import { tensorflowWheel } from './tensorflowWheel.mjs';

/** @typedef {import('./folders.mjs').Folders} Folders */
/** @typedef {import('./tensorflowWheel.mjs').TensorflowWheel} TensorflowWheel */

const EXTRACT = fileURLToPath(new URL('extract_tensorflow.py', import.meta.url));
/** What is taken out of the wheel; another choice goes to another folder. */
const CHOICE = createHash('sha256').update(readFileSync(EXTRACT)).digest('hex').slice(0, 6);
/** The wheel twice (pip keeps a copy of its own while it works) and what comes out of it. */
const ROOM_NEEDED = 1.5e9;

/**
 * The folder of TensorFlow's library (`lib`) and headers (`include`) in the cache.
 * @param {Folders} folders
 * @param {TensorflowWheel} [wheel]
 */
export function tensorflowFolder({ cache }, wheel = tensorflowWheel()) {
  const { project, version, sha256 } = wheel;
  const bytes = `${sha256.slice(0, 12)}-${CHOICE}`;
  return join(cache, 'tensorflow', `${project}-${version}-${process.platform}-${process.arch}-${bytes}`);
}

/**
 * The sizes of the library's files, in bytes; undefined where one is not there.
 * @param {string} folder
 * @param {TensorflowWheel} wheel
 */
function librarySizes(folder, { library, framework }) {
  const paths = [library, framework].map((name) => join(folder, 'lib', name));
  const sizes = paths.map((path) => statSync(path, { throwIfNoEntry: false })?.size);
  return sizes.includes(undefined) ? undefined : sizes;
}

/**
 * Half-made folders beside `folder`, of processes that are no more.
 * @param {string} folder
 */
function removeLeftovers(folder) {
  for (const name of readdirSync(dirname(folder))) {
    const pid = /\.making-(\d+)$/.exec(name)?.[1];
    if (pid !== undefined && !isRunning({ pid: Number(pid) })) {
      rmSync(join(dirname(folder), name), { recursive: true, force: true });
    }
  }
}

/**
 * @param {string} folder
 * @throws {SetupError}
 */
function checkRoom(folder) {
  const { bavail, bsize } = statfsSync(folder);
  if (bavail * bsize >= ROOM_NEEDED) return;
  throw new SetupError(
    `TensorFlow needs ${ROOM_NEEDED / 1e9} GB free on the disk of ${folder}: make room, or set CLIPLAB_CACHE to a folder on another disk.`,
  );
}

/**
 * TensorFlow's library and headers, out of the wheel.
 * @param {Folders} folders
 * @param {{ wheel?: TensorflowWheel, download?: import('./downloadWheel.mjs').Download }} [from]
 * @returns {import('./runSteps.mjs').Step}
 */
export function tensorflowLibrary(folders, { wheel, download = pipDownload(folders) } = {}) {
  const choose = () => wheel ?? tensorflowWheel();
  return {
    name: 'TensorFlow library',
    needs: ['Python environment'],
    missing() {
      const chosen = choose();
      const folder = tensorflowFolder(folders, chosen);
      /** @type {{ sizes: number[] } | undefined} */
      const manifest = readJson(join(folder, 'manifest.json'));
      if (manifest === undefined) return `TensorFlow ${chosen.version} is not in the cache`;
      const whole = String(librarySizes(folder, chosen)) === String(manifest.sizes);
      return whole ? undefined : `TensorFlow ${chosen.version} in the cache is damaged`;
    },
    found: () => `${choose().project} ${choose().version}, out of its wheel`,
    async run({ exec, showing }) {
      const chosen = choose();
      const folder = tensorflowFolder(folders, chosen);
      mkdirSync(dirname(folder), { recursive: true });
      removeLeftovers(folder);
      checkRoom(dirname(folder));
      const making = `${folder}.making-${process.pid}`;
      const wheelFolder = join(making, 'wheel');
      mkdirSync(wheelFolder, { recursive: true });
      try {
        showing(() => `${megabytesIn(wheelFolder)} MB fetched`);
        await download(chosen, wheelFolder, exec);
        const file = await verifiedWheel(wheelFolder, chosen);
        showing(() => 'unpacking');
        const out = join(making, basename(folder));
        await exec(venvPython(folders), [EXTRACT, file, out, chosen.library, chosen.framework], { cwd: making });
        replaceFile(join(out, 'manifest.json'), JSON.stringify({ wheel: chosen, sizes: librarySizes(out, chosen) }));
        if (existsSync(folder)) renameSync(folder, join(making, 'damaged'));
        renameSync(out, folder);
      } finally {
        rmSync(making, { recursive: true, force: true });
      }
    },
    remedy: 'See that the Python package index can be reached (the wheel has 260 MB), then run the command again.',
  };
}
