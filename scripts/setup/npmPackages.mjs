import { accessSync, constants, existsSync, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, join } from 'node:path';
import { readJson } from '../../lib/setup/readJson.mjs';

/**
 * @typedef {{ version?: string, integrity?: string, link?: boolean, optional?: boolean, os?: string[], cpu?: string[]
 *   }} LockEntry
 */

/**
 * Whether a list such as `["linux"]` or `["!win32"]` names what runs here.
 * @param {readonly string[] | undefined} list
 * @param {string} here
 */
function allows(list, here) {
  if (list === undefined) return true;
  if (list.includes(`!${here}`)) return false;
  return list.some((name) => name.startsWith('!')) || list.includes(here) || list.includes('any');
}

/** @param {LockEntry} entry */
const fitsMachine = (entry) => allows(entry.os, process.platform) && allows(entry.cpu, process.arch);

/**
 * What `node_modules` lacks of `package-lock.json`. npm's own record of what it installed is written after everything
 * else and removed before anything, so it vouches for a whole install; the packages it names must still stand.
 * @param {string} root the checkout
 * @returns {string | undefined}
 */
export function missingNpmPackage(root) {
  /** @type {Record<string, LockEntry> | undefined} */
  const wanted = readJson(join(root, 'package-lock.json'))?.packages;
  if (wanted === undefined) return 'package-lock.json cannot be read';
  /** @type {Record<string, LockEntry> | undefined} */
  const installed = readJson(join(root, 'node_modules', '.package-lock.json'))?.packages;
  if (installed === undefined) return 'the npm packages are not installed';
  for (const [path, entry] of Object.entries(wanted)) {
    if (!path.startsWith('node_modules/')) continue;
    const name = path.slice('node_modules/'.length);
    const got = installed[path];
    if (got === undefined) {
      if (entry.optional) continue;
      return `the npm package ${name} is not installed`;
    }
    if (got.version !== entry.version || got.integrity !== entry.integrity)
      return `the npm package ${name} has another version`;
    if (!fitsMachine(got)) return `the npm package ${name} is another machine's`;
    if (!existsSync(join(root, path, 'package.json'))) return `the npm package ${name} is gone`;
  }
  return undefined;
}

/**
 * npm as it was called, or else the one on the path.
 * @returns {{ program: string, args: string[] }}
 */
export function npmProgram() {
  const called = process.env['npm_execpath'];
  if (called !== undefined && basename(called) === 'npm-cli.js') return { program: process.execPath, args: [called] };
  return { program: 'npm', args: [] };
}

/**
 * Where npm may keep its downloads: its usual folder, or the project's where the home folder is read-only.
 * @param {string} cache the project's
 */
export function npmCache(cache) {
  const usual = process.env['npm_config_cache'] ?? join(homedir(), '.npm');
  try {
    mkdirSync(usual, { recursive: true });
    accessSync(usual, constants.W_OK);
    return usual;
  } catch {
    return join(cache, 'npm');
  }
}

/**
 * @param {import('./projectFolders.mjs').Folders} folders
 * @returns {import('../../lib/setup/runSteps.mjs').Step}
 */
export function npmPackages({ root, cache }) {
  return {
    name: 'npm packages',
    needs: [],
    missing: () => missingNpmPackage(root),
    async run({ exec }) {
      const { program, args } = npmProgram();
      const flags = ['--ignore-scripts', '--include=dev', '--include=optional', '--no-audit', '--no-fund'];
      await exec(program, [...args, 'ci', ...flags], {
        cwd: root,
        env: { ...process.env, npm_config_cache: npmCache(cache) },
      });
    },
    remedy: 'See that the npm registry can be reached and the disk has 1 GB free, then run the command again.',
  };
}
