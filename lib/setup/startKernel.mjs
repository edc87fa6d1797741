/**
 * What Jupyter starts where `cliplab kernel install` put the kernel, beside whose kernel.json this file is copied:
 * `node startKernel.mjs PACKAGE CONNECTION_FILE`, in the notebook's folder. The kernel is that of the `cliplab` which
 * the notebook itself imports, so that both are one; where none is found from there, that of PACKAGE, which installed
 * it.
 */
import { existsSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [installed = '', connectionFile = ''] = process.argv.slice(2);

/** @param {string} folder @returns {string | undefined} the package as Node finds it from a folder */
function packageFrom(folder) {
  const place = join(folder, 'node_modules', 'cliplab');
  if (existsSync(join(place, 'package.json'))) return realpathSync(place);
  return dirname(folder) === folder ? undefined : packageFrom(dirname(folder));
}

const home = packageFrom(process.cwd()) ?? installed;
// A checkout's brings what is compiled up to date first; the installed package holds its data, and is compiled.
const start = existsSync(join(home, 'data'))
  ? join(home, 'dist', 'kernel', 'main.js')
  : join(dirname(home), 'scripts', 'kernel.mjs');
if (!existsSync(start)) {
  process.stderr.write(
    `cliplab: ${home} is no more: run "npm install cliplab" in ${process.cwd()}, or "npx cliplab kernel install" where cliplab is.\n`,
  );
  process.exit(1);
}
process.argv = [process.execPath, start, connectionFile];
await import(pathToFileURL(start).href);
