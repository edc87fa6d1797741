import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { engineReport } from '../engine/engineReport.js';
import { KaleidoProcess } from '../figures/export/kaleidoProcess.js';
import { packageStatus, type SetupRow } from './loadSetup.js';
import { cacheDirectory, isInstalledPackage, projectRoot } from '../io/projectPaths.js';
import { setupCommand } from '../io/setupCommand.js';
import { sitePackage } from '../io/virtualEnvironment.js';
import { defaultModel, modelFolder, WEIGHTS_FILE } from '../weights/modelFolder.js';

/** One line of the doctor's report. */
export interface DoctorRow {
  readonly name: string;
  /** `note`: worth knowing, and nothing to mend. */
  readonly state: 'ok' | 'missing' | 'note';
  readonly detail: string;
  /** One sentence; empty unless something is missing. */
  readonly remedy: string;
}

const ok = (name: string, detail: string): DoctorRow => ({ name, state: 'ok', detail, remedy: '' });
const note = (name: string, detail: string): DoctorRow => ({ name, state: 'note', detail, remedy: '' });
const missing = (name: string, detail: string, remedy: string): DoctorRow => ({
  name,
  state: 'missing',
  detail,
  remedy,
});

const gigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(1)} GB`;

/** What the set-up itself looks at before each command. */
async function setupRows(): Promise<DoctorRow[]> {
  const rows = isInstalledPackage() ? await packageStatus() : await checkoutStatus();
  return rows.map(({ name, ok: whole, detail, remedy }) => (whole ? ok(name, detail) : missing(name, detail, remedy)));
}

async function checkoutStatus(): Promise<SetupRow[]> {
  const file = join(projectRoot(), 'scripts', 'setup', 'projectStatus.mjs');
  const { projectStatus } = (await import(pathToFileURL(file).href)) as { projectStatus: () => SetupRow[] };
  return projectStatus();
}

async function engineRows(): Promise<DoctorRow[]> {
  const engine = await engineReport();
  const { tensorflow, tfjs, device, threads, processor, memoryBytes, freeMemoryBytes } = engine;
  return [
    engine.runs
      ? ok('engine', `TensorFlow ${tensorflow} through TensorFlow.js ${tfjs}, on the ${device.toUpperCase()}`)
      : missing(
          'engine',
          `TensorFlow does not run and WebAssembly stands in: ${engine.problem}`,
          `Run \`${setupCommand()}\`; ${isInstalledPackage() ? join(cacheDirectory(), 'logs') : '.cache/logs'}/native-binding.log then has what the compiler and the loader say.`,
        ),
    ok('processor', `${processor}, ${threads} threads`),
    note(
      'bfloat16',
      engine.bfloat16InHardware
        ? 'in hardware: matrix products and convolutions can run in it, at about twice the speed'
        : 'not in hardware (AVX512-BF16 or AMX): everything runs in float32',
    ),
    note('memory', `${gigabytes(memoryBytes)}, ${gigabytes(freeMemoryBytes)} free`),
  ];
}

/** Draws an image as figures do, for a kaleido that is installed may yet lack a library of the system. */
async function imageRow(): Promise<DoctorRow> {
  if (isInstalledPackage() && sitePackage('kaleido') === undefined)
    return note('notebooks', 'not set up: `npx cliplab kernel install` puts the kernel into your Jupyter');
  try {
    const kaleido = new KaleidoProcess();
    const data = { data: [{ y: [1, 2] }], layout: {} };
    const { code, message } = await kaleido.request({ format: 'png', width: 40, height: 40, scale: 1, data });
    kaleido.close();
    if (code === 0) return ok('images', 'kaleido draws');
    return missing(
      'images',
      `kaleido does not draw: ${message ?? `error ${code}`}`,
      `Run \`${setupCommand()}\` again.`,
    );
  } catch (error) {
    const remedy = `Run \`${isInstalledPackage() ? 'npx cliplab kernel install' : setupCommand()}\`; if kaleido is installed, install the system libraries that its \`ldd\` finds missing.`;
    return missing('images', (error as Error).message, remedy);
  }
}

function modelRow(): DoctorRow {
  const name = defaultModel();
  try {
    const { size } = statSync(join(modelFolder(name), WEIGHTS_FILE));
    return ok('model', `${name}, ${(size / 1e6).toFixed(1)} MB`);
  } catch {
    const remedy = isInstalledPackage()
      ? 'Install cliplab again.'
      : 'Restore data/models with git, or train one with `npm run train`.';
    return missing('model', `the weights of ${name} are not there`, remedy);
  }
}

function bytesBelow(folder: string): number {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .reduce(
      (sum, entry) => sum + (statSync(join(entry.parentPath, entry.name), { throwIfNoEntry: false })?.size ?? 0),
      0,
    );
}

function cacheRow(): DoctorRow {
  const folder = cacheDirectory();
  try {
    const parts = readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => ({ name, bytes: bytesBelow(join(folder, name)) }))
      .filter(({ bytes }) => bytes > 1e6)
      .map(({ name, bytes }) => `${name} ${gigabytes(bytes)}`);
    return note('cache', [folder, ...parts].join(', '));
  } catch {
    return note('cache', `${folder}, empty`);
  }
}

/** Everything that is looked at, in the order in which one thing builds on another. Changes nothing. */
export async function doctorRows(): Promise<DoctorRow[]> {
  return [
    ok('Node', `${process.versions.node} on ${process.platform} ${process.arch}`),
    ...(await setupRows()),
    ...(await engineRows()),
    await imageRow(),
    modelRow(),
    cacheRow(),
  ];
}
