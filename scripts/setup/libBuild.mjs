import { createHash } from 'node:crypto';
import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { readJson } from '../../lib/setup/readJson.mjs';
import { replaceFile } from '../../lib/setup/replaceFile.mjs';
import { CommandFailed } from '../../lib/setup/runQuietly.mjs';
import { SetupError } from '../../lib/setup/setupError.mjs';

/** @typedef {import('./projectFolders.mjs').Folders} Folders */

/** @param {Folders} folders */
const stampFile = ({ dist }) => join(dist, '.built.json');

/** @param {string} folder @param {string[]} except @returns {string[]} every file below it */
function filesBelow(folder, except = []) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return except.includes(entry.name) ? [] : filesBelow(path, except);
    return [path];
  });
}

/** @param {Folders} folders */
const sources = ({ lib }) => filesBelow(lib, ['dist', 'node_modules']).filter((path) => path.endsWith('.ts'));

/**
 * What the build is made of, by name, size and time of change: a few milliseconds for the whole package.
 * @param {Folders} folders
 */
function fingerprint(folders) {
  const settings = ['tsconfig.json', 'lib/package.json', 'node_modules/.package-lock.json'].map((name) =>
    join(folders.root, name),
  );
  const hash = createHash('sha256');
  for (const path of [...sources(folders), ...settings]) {
    const { size = 0, mtimeMs = 0 } = statSync(path, { throwIfNoEntry: false }) ?? {};
    hash.update(`${relative(folders.root, path)} ${size} ${mtimeMs}\n`);
  }
  return hash.digest('hex');
}

/**
 * @param {Folders} folders
 * @returns {string[]} the JavaScript file of every source
 */
function outputs(folders) {
  return sources(folders)
    .filter((path) => !path.endsWith('.d.ts'))
    .map((path) => join(folders.dist, relative(folders.lib, path).replace(/\.ts$/, '.js')));
}

/**
 * Whether there is a build at all, of whatever age.
 * @param {Folders} folders
 */
export function hasBuild(folders) {
  return existsSync(stampFile(folders));
}

/**
 * @param {Folders} folders
 * @returns {string | undefined} why the build is not that of the sources
 */
export function staleBuild(folders) {
  if (!hasBuild(folders)) return 'lib is not compiled';
  if (readJson(stampFile(folders))?.sources !== fingerprint(folders)) return 'lib has changed since it was compiled';
  return outputs(folders).every((path) => existsSync(path)) ? undefined : 'a part of the compiled lib is gone';
}

/**
 * Removes what was compiled from sources that are no more, so that nothing goes on importing them.
 * @param {Folders} folders
 */
function removeOrphans(folders) {
  const kept = new Set(outputs(folders).map((path) => path.slice(0, -'.js'.length)));
  for (const path of filesBelow(folders.dist)) {
    const stem = path.replace(/(\.d\.ts|\.js|\.js\.map)$/, '');
    if (stem !== path && !kept.has(stem)) rmSync(path, { force: true });
  }
}

/**
 * Compiles lib. Where it does not compile, the last build stays as it is.
 * @param {Folders} folders
 * @param {import('../../lib/setup/runSteps.mjs').StepContext['exec']} exec
 * @throws {SetupError} with the compiler's words
 */
export async function compileLib(folders, exec) {
  const made = fingerprint(folders);
  const compiled = outputs(folders);
  const tsc = join(folders.nodeModules, 'typescript', 'lib', 'tsc.js');
  // The compiler believes its own notes, and would not write a file again that was deleted.
  if (!compiled.every((path) => existsSync(path))) rmSync(join(folders.dist, '.tsbuildinfo'), { force: true });
  try {
    await exec(process.execPath, [tsc, '--project', folders.root, '--noEmitOnError', '--pretty', 'false'], {
      cwd: folders.root,
    });
  } catch (error) {
    if (!(error instanceof CommandFailed) || error.isDiskFull) throw error;
    throw new SetupError('lib does not compile: mend what the compiler names and run the command again.', {
      details: error.tail,
      logFile: error.logFile,
    });
  }
  removeOrphans(folders);
  replaceFile(stampFile(folders), JSON.stringify({ sources: made }));
}

/**
 * @param {Folders} folders
 * @returns {import('../../lib/setup/runSteps.mjs').Step}
 */
export function libBuild(folders) {
  return {
    name: 'lib',
    needs: ['npm packages'],
    missing: () => staleBuild(folders),
    async run({ exec }) {
      await compileLib(folders, exec);
      // Someone may have saved a source meanwhile.
      if (staleBuild(folders) !== undefined) await compileLib(folders, exec);
    },
    remedy: 'See the log for what the compiler said.',
  };
}
