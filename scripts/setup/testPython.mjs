import { join } from 'node:path';
import { pinnedPython } from './pinnedPython.mjs';

/**
 * The Python environment of other tools' readers (transformers, open_clip, webdataset, pandas), which open what cliplab
 * writes: about 1.4 GB with a PyTorch without CUDA.
 * @param {import('./projectFolders.mjs').Folders} folders
 */
export function testPython(folders) {
  return pinnedPython(folders, 'test', join(folders.root, 'test', 'requirements.txt'), 'readers');
}
