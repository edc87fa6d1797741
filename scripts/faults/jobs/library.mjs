import { join } from 'node:path';
import { tensorflowLibrary } from '../../../lib/setup/tensorflowLibrary.mjs';
import { tensorflowWheel } from '../../../lib/setup/tensorflowWheel.mjs';
import { bareFolders, performStep, pipFrom } from '../setupSteps.mjs';
import { smallWheel } from '../smallWheel.mjs';

const VERSION = '9.9.9';

/** TensorFlow's library as set-up fetches and unpacks it, out of a wheel of a few megabytes. */
export default async function prepare(/** @type {string} */ home) {
  const of = tensorflowWheel('linux-x64');
  const contents = {
    [`tensorflow/${of.library}`]: 'library '.repeat(2_000_000),
    [`tensorflow/${of.framework}`]: 'framework '.repeat(200_000),
    'tensorflow/include/tensorflow/c/c_api.h': '// the C interface',
    'tensorflow/include/Eigen/Core': '// nothing that is needed',
  };
  const wheels = join(home, 'wheels');
  const path = join(wheels, `tensorflow_cpu-${VERSION}-py3-none-any.whl`);
  const sha256 = smallWheel(path, { project: of.project, version: VERSION, contents });
  pipFrom(wheels);
  return async (/** @type {string} */ folder) => {
    const folders = bareFolders(folder);
    await performStep(folders, tensorflowLibrary(folders, { wheel: { ...of, version: VERSION, sha256 } }));
  };
}
