import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { npmProgram } from '../setup/npmPackages.mjs';
import { stagePackage } from './stagePackage.mjs';

/** @typedef {{ path: string, bytes: number, files: readonly string[] }} Packed */

/**
 * Makes `cliplab-VERSION.tgz`.
 * @param {import('../setup/projectFolders.mjs').Folders} folders of a checkout whose lib is compiled
 * @param {string} to the folder that it goes to
 * @returns {Packed}
 */
export function packPackage(folders, to) {
  const staged = mkdtempSync(join(folders.state, 'package-'));
  try {
    stagePackage(folders, staged);
    const { program, args } = npmProgram();
    const words = [...args, 'pack', '--json', '--ignore-scripts', '--pack-destination', to];
    const { status, stdout, stderr, error } = spawnSync(program, words, { cwd: staged, encoding: 'utf8' });
    if (status !== 0) throw error ?? new Error(`npm pack ended with ${status}: ${stderr.trim()}`);
    const [{ filename, size, files }] = JSON.parse(stdout);
    return {
      path: join(to, filename),
      bytes: size,
      files: files.map((/** @type {{ path: string }} */ file) => file.path),
    };
  } finally {
    rmSync(staged, { recursive: true, force: true });
  }
}
