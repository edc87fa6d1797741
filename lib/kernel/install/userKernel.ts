import { existsSync } from 'node:fs';
import { copyFile, cp, readFile, rm, rmdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { makeFolder } from '../../io/makeFolder.js';
import { parseJson } from '../../io/parseJson.js';
import { UserError } from '../../io/userError.js';
import { writeFileAtomic } from '../../io/writeFileAtomic.js';

/**
 * What draws widgets and figures: extensions of JupyterLab, and the one of Jupyter that VS Code looks at. Paths below
 * Jupyter's folder.
 */
const FRONT_ENDS = [
  'labextensions/anywidget',
  'labextensions/@jupyter-widgets/jupyterlab-manager',
  'labextensions/jupyterlab-plotly',
  'nbextensions/anywidget',
] as const;

const FIGURES_EXTENSION = 'labextensions/cliplab-figures';
const KERNEL = 'kernels/cliplab';
/** Which of the front ends came with the kernel and go with it. Its presence says that the kernel is ours. */
const RECORD = `${KERNEL}/installed.json`;

export interface KernelSource {
  /** The package that the kernel starts from where a notebook has none of its own. */
  readonly home: string;
  /** A folder with the front ends, laid out as Jupyter's. */
  readonly frontEnds: string;
  /** The JupyterLab extension that fits figures to their window, path -> text. */
  readonly figuresExtension: Readonly<Record<string, string>>;
  /** The script that Jupyter starts, which is copied. */
  readonly startScript: string;
}

/** What `installKernel` did. */
export interface InstalledKernel {
  readonly folder: string;
  /** Front ends that were there already, of somebody else, and stay as they are. */
  readonly kept: readonly string[];
}

async function ownFrontEnds(jupyter: string): Promise<string[] | undefined> {
  const path = join(jupyter, RECORD);
  const text = await readFile(path, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const known: readonly string[] = [...FRONT_ENDS, FIGURES_EXTENSION];
  const { frontEnds } = (parseJson(text, path) ?? {}) as { frontEnds?: unknown };
  // What a damaged file names is not removed.
  return Array.isArray(frontEnds) ? known.filter((name) => frontEnds.includes(name)) : [];
}

/**
 * Puts the TypeScript kernel and the front ends of its widgets and figures into Jupyter's folder. Front ends that are
 * there stay. It may be run again, also where it was killed: what it makes is recorded before it is made, and
 * kernel.json, by which Jupyter knows the kernel, is written last.
 * @param jupyter see `jupyterFolder`
 * @param elsewhere more of Jupyter's folders: a front end that is in one of them is not brought a second time
 * @throws UserError where somebody else's kernel has the name
 */
export async function installKernel(
  jupyter: string,
  { home, frontEnds, figuresExtension, startScript }: KernelSource,
  elsewhere: readonly string[] = [],
): Promise<InstalledKernel> {
  const folder = join(jupyter, KERNEL);
  const before = await ownFrontEnds(jupyter);
  if (before === undefined && existsSync(folder))
    throw new UserError(`${folder} is a kernel that "cliplab kernel install" did not make: move it away first.`);
  const isOthers = (name: string): boolean =>
    !before?.includes(name) && [jupyter, ...elsewhere].some((place) => existsSync(join(place, name)));
  const kept = FRONT_ENDS.filter(isOthers);
  const own = FRONT_ENDS.filter((name) => !kept.includes(name));
  await writeFileAtomic(join(jupyter, RECORD), JSON.stringify({ frontEnds: [...own, FIGURES_EXTENSION] }) + '\n');
  for (const name of own) {
    await rm(join(jupyter, name), { recursive: true, force: true });
    await makeFolder(dirname(join(jupyter, name)));
    await cp(join(frontEnds, name), join(jupyter, name), { recursive: true });
  }
  for (const [path, text] of Object.entries(figuresExtension))
    await writeFileAtomic(join(jupyter, FIGURES_EXTENSION, path), text);
  await copyFile(startScript, join(folder, 'startKernel.mjs'));
  const kernel = {
    argv: [process.execPath, join(folder, 'startKernel.mjs'), home, '{connection_file}'],
    display_name: 'TypeScript (cliplab)',
    language: 'typescript',
  };
  await writeFileAtomic(join(folder, 'kernel.json'), JSON.stringify(kernel, null, 2) + '\n');
  return { folder, kept };
}

/** Removes folders from this one upwards, up to and without `top`, for as long as they are empty. */
async function removeEmpty(folder: string, top: string): Promise<void> {
  if (folder === top) return;
  try {
    await rmdir(folder);
  } catch {
    return; // somebody else's things are in it
  }
  await removeEmpty(dirname(folder), top);
}

/**
 * Takes the kernel away again, and what came with it.
 * @returns the folder in which it was
 * @throws UserError where it is not
 */
export async function uninstallKernel(jupyter: string): Promise<string> {
  const folder = join(jupyter, KERNEL);
  const own = await ownFrontEnds(jupyter);
  if (own === undefined)
    throw new UserError(
      `There is no kernel of cliplab in ${jupyter}: name the prefix that it was installed to with --prefix, or leave it.`,
    );
  // Its record last, so that a killed removal can be gone on with.
  await rm(join(folder, 'kernel.json'), { force: true });
  for (const name of own) {
    await rm(join(jupyter, name), { recursive: true, force: true });
    await removeEmpty(dirname(join(jupyter, name)), jupyter);
  }
  await rm(folder, { recursive: true, force: true });
  await removeEmpty(dirname(folder), jupyter);
  return folder;
}
