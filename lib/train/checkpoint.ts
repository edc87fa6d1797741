import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { tf, type Variable } from '../engine/tf.js';
import { firstNotFinite } from '../io/firstNotFinite.js';
import { UserError } from '../io/userError.js';
import type { NamedTensor } from '../models/namedTensors.js';
import { checkAllFinite } from '../weights/finiteTensor.js';
import { readSafetensors } from '../weights/readSafetensors.js';
import { writeSafetensors } from '../weights/writeSafetensors.js';

/** Every variable that a run needs to go on, by its name in a checkpoint. */
export type RunVariables = ReadonlyMap<string, Variable>;

/** Where a run stands: the next step to take, and how long the steps so far took. */
export interface RunState {
  readonly step: number;
  readonly trainedSeconds: number;
  /** Loss of the first step, in nats: for most objectives what a model that knows nothing has. */
  readonly firstLoss?: number | undefined;
}

const FILE = /^step-(\d+)\.safetensors$/;
/** What a kill in the middle of a write leaves in a run's folder (see `writeFileAtomic`). */
const HALF_WRITTEN = /\.[\da-f-]{36}\.tmp$/;

const fromVariable = (variable: Variable): NamedTensor => ({
  shape: variable.shape,
  data: new Float32Array(variable.dataSync()),
});

/** The name of the first tensor that holds NaN or infinity. */
function notFinite(tensors: ReadonlyMap<string, NamedTensor>): string | undefined {
  for (const [name, { data }] of tensors) if (firstNotFinite(data) >= 0) return name;
  return undefined;
}

async function checkpointSteps(folder: string): Promise<number[]> {
  const files = await readdir(folder).catch(() => []);
  return files
    .flatMap((file) => FILE.exec(file)?.[1] ?? [])
    .map(Number)
    .sort((a, b) => b - a);
}

const pathOf = (folder: string, step: number): string =>
  join(folder, `step-${String(step).padStart(6, '0')}.safetensors`);

/** The newest checkpoint's path, if there is one. */
export async function newestCheckpoint(folder: string): Promise<string | undefined> {
  const [step] = await checkpointSteps(folder);
  return step === undefined ? undefined : pathOf(folder, step);
}

/**
 * Saves the run whole or not at all, and keeps the newest `kept` checkpoints.
 * @throws UserError where the disk is full, or a variable is not finite; the checkpoints before it stay
 */
export async function saveCheckpoint(
  folder: string,
  variables: RunVariables,
  state: RunState,
  kept: number,
): Promise<void> {
  const tensors = new Map([...variables].map(([name, variable]) => [name, fromVariable(variable)]));
  const wrong = notFinite(tensors);
  if (wrong !== undefined)
    throw new UserError(
      `no checkpoint of step ${state.step} is kept in ${folder}, for ${wrong} is not finite: lower the learning rate and go on from ` +
        `the checkpoint before it.`,
    );
  for (const key of ['trainedSeconds', 'firstLoss'] as const) {
    const value = state[key];
    if (value !== undefined) tensors.set(key, { shape: [], data: Float32Array.of(value) });
  }
  await writeSafetensors(pathOf(folder, state.step), tensors, 'F32');
  for (const old of (await checkpointSteps(folder)).slice(kept)) await rm(pathOf(folder, old), { force: true });
}

/**
 * Restores the newest sound checkpoint into the run's variables; one that is damaged or not finite is set aside for the
 * one before, and what was half-written when the run was killed is removed. Returns undefined where there is none: the
 * run starts at step 0.
 * @throws UserError where a sound checkpoint is of another model
 */
export async function restoreCheckpoint(
  folder: string,
  variables: RunVariables,
  warn: (message: string) => void,
): Promise<RunState | undefined> {
  for (const file of await readdir(folder).catch(() => []))
    if (HALF_WRITTEN.test(file)) await rm(join(folder, file), { force: true });
  for (const step of await checkpointSteps(folder)) {
    const path = pathOf(folder, step);
    let tensors;
    try {
      tensors = await readSafetensors(path);
      checkAllFinite(tensors, path);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      warn(`${error.message} The checkpoint before it is used.`);
      continue;
    }
    const misfit = [...variables].find(([name, { shape }]) => tensors.get(name)?.shape.join() !== shape.join());
    if (misfit)
      throw new UserError(
        `${path} is of another model (${misfit[0]} does not fit); train into another folder or remove this one.`,
      );
    for (const [name, variable] of variables)
      tf.tidy(() => variable.assign(tf.tensor(tensors.get(name)!.data, variable.shape, 'float32')));
    const [trainedSeconds = 0, firstLoss] = ['trainedSeconds', 'firstLoss'].map((key) => tensors.get(key)?.data[0]);
    return { step, trainedSeconds, firstLoss };
  }
  return undefined;
}
