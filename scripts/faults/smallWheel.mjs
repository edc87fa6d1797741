import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { findPython } from '../../lib/setup/findPython.mjs';

/** Programs keep their right to run, and the archive has no times of its own, so that its bytes are always the same. */
const WRITE = `
import json, sys, zipfile
with zipfile.ZipFile(sys.argv[1], "w") as wheel:
    for name, text in json.loads(sys.stdin.read()).items():
        entry = zipfile.ZipInfo(name)
        entry.external_attr = (0o100755 if text.startswith("#!") else 0o100644) << 16
        wheel.writestr(entry, text)
`;

/**
 * Writes a wheel of a few files that pip takes for that of a project, unless it is there already.
 * @param {string} path
 * @param {{ project: string, version: string, contents: Record<string, string> }} of
 * @returns {string} its SHA-256
 */
export function smallWheel(path, { project, version, contents }) {
  const info = `${project.replaceAll('-', '_')}-${version}.dist-info`;
  const described = {
    ...contents,
    [`${info}/METADATA`]: `Metadata-Version: 2.1\nName: ${project}\nVersion: ${version}\n`,
    [`${info}/WHEEL`]: 'Wheel-Version: 1.0\nGenerator: cliplab\nRoot-Is-Purelib: true\nTag: py3-none-any\n',
  };
  const record = [...Object.keys(described), `${info}/RECORD`].map((name) => `${name},,\n`).join('');
  const files = { ...described, [`${info}/RECORD`]: record };
  mkdirSync(dirname(path), { recursive: true });
  if (!existsSync(path))
    execFileSync(findPython().program, ['-c', WRITE, path], { input: JSON.stringify(files), stdio: 'pipe' });
  return createHash('sha256').update(readFileSync(path)).digest('hex');
}
