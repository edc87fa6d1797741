import { basename } from 'node:path';
import { UserError } from '../io/userError.js';
import { clipSpec } from '../models/clip.js';
import type { Activation, ClipConfig } from '../models/clipConfig.js';
import type { NamedTensors } from '../models/namedTensors.js';
import type { ParameterSpec } from '../models/parameterSpec.js';
import { checkActivation, withActivation } from './configs/activations.js';
import { configOfFiles } from './configs/configOfFiles.js';
import { fitTensors } from './fitTensors.js';
import { detectLayout, endsInMark, isMark, loneTower, namesOfTower, type LayoutName } from './layouts/layouts.js';
import { unwrapNames } from './layouts/wrapperPrefixes.js';
import type { ModelFiles } from './modelFiles.js';
import { openStoredTensors, type OpenedTensors } from './openStoredTensors.js';
import { objectiveIn } from './savedObjective.js';
import { shownNames } from '../hub/shownName.js';

/** How a model's files are read where they do not say it themselves. */
export interface OpenOptions {
  /**
   * The activation of the transformers, where the files do not say or contradict each other: OpenAI's weights are
   * `quick_gelu`; of open_clip's those are whose names say so, the others are `gelu`.
   */
  readonly activation?: Activation;
  /** Where a doubt about the model is voiced, in one sentence. Default standard error. */
  readonly warn?: (message: string) => void;
}

/** A model whose weights are still in their file. */
export interface OpenedModel {
  readonly config: ClipConfig;
  /** What it was trained to do, see `LoadedModel`. */
  readonly objective: string;
  /**
   * Every parameter, in the released checkpoints' names and layout, read from the file when its `data` is, into the
   * memory of the one read before: whoever keeps it copies it.
   */
  readonly tensors: NamedTensors;
  close(): void;
}

/** Several times what any published CLIP has; a configuration that asks for more is damaged. */
const MOST_LAYERS = 1000;

function specsOf(config: ClipConfig, source: string): ParameterSpec[] {
  const { vision, text } = config;
  const layers = [vision.layers, text.kind === 'transformer' ? text.layers : 0].flat();
  if (layers.length > 16 || layers.some((count) => count > MOST_LAYERS))
    throw new UserError(`${source} asks for ${layers.join(', ')} layers, more than ${MOST_LAYERS}; correct it.`);
  try {
    return clipSpec(config);
  } catch (error) {
    throw new UserError(`${source} cannot be built: ${(error as Error).message}; correct its sizes.`);
  }
}

/** @throws UserError for what is no CLIP, or half of one */
function layoutOf(path: string, { tensors }: OpenedTensors): LayoutName {
  const layout = detectLayout(tensors);
  const tower = loneTower(tensors);
  if (tower) {
    const lacks = tower === 'image' ? 'text' : 'image';
    const strange = namesOfTower(lacks, tensors.keys());
    throw new UserError(
      strange.length > 0
        ? `${path} holds a CLIP whose ${lacks} tower is none of OpenAI's kinds (${shownNames(strange)}); ` +
            `give one whose image tower is a ResNet or a ViT and whose text tower is a transformer, as OpenAI's.`
        : `${path} holds the ${tower} tower of a CLIP alone (${tensors.size} tensors), without the ${lacks} tower; ` +
            `give a whole CLIP with both its towers.`,
    );
  }
  if (layout) return layout;
  const names = [...tensors.keys()];
  const isWithin = names.some(endsInMark);
  throw new UserError(
    `${path} is not a CLIP in the layout of OpenAI, open_clip or Hugging Face: ` +
      `it holds ${shownNames(names) || 'no tensor'}; ` +
      (isWithin
        ? `save the state dict of the CLIP in it alone, whose names have no such prefix.`
        : `give a whole CLIP with both its towers.`),
  );
}

async function fit(
  files: ModelFiles,
  stored: OpenedTensors,
  options: OpenOptions,
): Promise<Omit<OpenedModel, 'close'>> {
  const { activation, warn = (message) => process.stderr.write(message + '\n') } = options;
  const { named, aside } = unwrapNames(stored.tensors, isMark);
  const unread = stored.unread && unwrapNames(stored.unread, isMark).named;
  const opened = { ...stored, tensors: named, ...(unread && { unread }) };
  const layout = layoutOf(files.weights, opened);
  if (aside.length > 0)
    warn(
      `${files.weights} holds ${aside.length} tensors beside its CLIP, which are left out: ` + `${shownNames(aside)}.`,
    );
  const { config: read, source, assumesActivation } = await configOfFiles(files, opened, layout, activation);
  const config = activation === undefined ? read : withActivation(read, activation);
  if (activation === undefined) {
    const { activation: saved, name: run = '' } = opened.metadata;
    for (const name of [files.name, basename(files.weights), run]) checkActivation(config, source, name, saved);
    if (assumesActivation && config.text.kind === 'transformer')
      warn(
        `${files.weights} does not say which activation it was trained with: OpenAI's QuickGELU is taken; ` +
          `for one trained with GELU load it with the option activation: 'gelu'.`,
      );
  }
  return {
    config,
    objective: objectiveIn(opened.metadata),
    tensors: fitTensors(specsOf(config, source), opened, layout, source),
  };
}

/**
 * Opens a model's files in whatever layout they are: OpenAI's TorchScript archives and state dicts, open_clip's
 * checkpoints, Hugging Face's CLIPModel (also in shards), cliplab's own. Nothing of the weights is read yet.
 * @throws UserError naming the file, and all that is missing, extra or misshapen in it
 */
export async function openModel(files: ModelFiles, options: OpenOptions = {}): Promise<OpenedModel> {
  const opened = openStoredTensors(files.weights);
  try {
    return { ...(await fit(files, opened, options)), close: () => opened.close() };
  } catch (error) {
    opened.close();
    throw error;
  }
}
