import { join } from 'node:path';
import { runJob } from './runJob.mjs';

/** Whether a browser can be opened for the user. */
function hasScreen() {
  if (process.env['CI']) return false;
  return process.platform === 'darwin' || Boolean(process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY']);
}

/** @type {import('../run.mjs').Job} */
export function startLab(folders, args, env) {
  const flags = [folders.notebooks];
  if (process.getuid?.() === 0) flags.push('--allow-root');
  if (!hasScreen()) flags.push('--no-browser');
  return runJob(join(folders.venv, 'bin', 'jupyter'), ['lab', ...flags, ...args], { cwd: folders.root, env });
}
