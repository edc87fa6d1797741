import { SetupError } from './setupError.mjs';

const OLDEST_NODE = [20, 19];

/**
 * @param {string} [version] of Node
 * @param {string} [platform]
 * @throws {SetupError} where cliplab cannot run at all
 */
export function checkMachine(version = process.versions.node, platform = process.platform) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = OLDEST_NODE;
  if (major < oldestMajor || (major === oldestMajor && minor < oldestMinor)) {
    throw new SetupError(
      `cliplab needs Node ${OLDEST_NODE.join('.')} or newer and this is ${version}: install a newer Node.`,
    );
  }
  if (platform === 'win32') {
    throw new SetupError(
      'cliplab runs on Linux and macOS: on Windows, run it inside WSL (the Windows Subsystem for Linux).',
    );
  }
}
