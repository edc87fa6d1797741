import { existsSync } from 'node:fs';
import { text as readAll } from 'node:stream/consumers';
import type { Command } from 'commander';
import { classify, type LabelProbability } from '../apps/classify/classify.js';
import { loadImages } from '../apps/classify/loadImages.js';
import { percent } from '../figures/numbers.js';
import { hasImageEnding } from '../image/imageFolder.js';
import { UserError } from '../io/userError.js';
import { loadModel } from '../weights/loadModel.js';
import { stopOnInterrupt } from './processEnd.js';
import { templatesOption } from './templatesOption.js';

interface ClassifyFlags {
  readonly model?: string;
  readonly templates: readonly string[];
  readonly json?: boolean;
}

/** Stands for a list of paths on standard input, one a line. */
const LIST = '-';

/** Words that name files or folders are images, and the others labels; an image comes first. */
async function sorted(words: readonly string[]): Promise<{ readonly paths: string[]; readonly labels: string[] }> {
  const isImage = (word: string, k: number): boolean => k === 0 || word === LIST || existsSync(word);
  const named = words.filter(isImage);
  const labels = words.filter((word, k) => !isImage(word, k));
  // An image whose name is mistyped would otherwise be one of the labels.
  const lost = labels.find(hasImageEnding);
  if (lost !== undefined) throw new UserError(`${lost} is not there: give the path of an image, or leave it out.`);
  const listed = named.includes(LIST)
    ? (await readAll(process.stdin)).split(/\r?\n/).filter((line) => line !== '')
    : [];
  const paths = named.flatMap((path) => (path === LIST ? listed : [path]));
  if (paths.length === 0) throw new UserError('standard input names no images: give the path of one a line.');
  if (labels.length === 0)
    throw new UserError(
      'there are no labels to choose from: put them behind the image, e.g. cliplab classify photo.jpg "a cat" "a dog".',
    );
  return { paths, labels };
}

/** "photo.jpg: a cat 97.1 %, a dog 2.9 %" */
function described(image: string, rows: readonly LabelProbability[]): string {
  const shares = rows.map(({ label, probability }) => `${label} ${percent(probability)}`);
  return `${image}: ${shares.join(', ')}\n`;
}

async function classifyWords(words: readonly string[], { model, templates, json }: ClassifyFlags): Promise<void> {
  stopOnInterrupt();
  const { paths, labels } = await sorted(words);
  const images = await loadImages(paths);
  const clip = await loadModel(model);
  try {
    const table = await classify(clip, images, labels, ...(templates.length > 0 ? [templates] : []));
    const rows = table.objects() as LabelProbability[];
    if (json) process.stdout.write(JSON.stringify({ model: clip.name, rows }, null, 1) + '\n');
    else
      for (let k = 0; k < images.length; k++)
        process.stdout.write(described(images[k]!.name, rows.slice(k * labels.length, (k + 1) * labels.length)));
  } finally {
    clip.model.dispose();
  }
}

/** `cliplab classify`: which of some labels fits an image. */
export function registerClassify(program: Command): void {
  program
    .command('classify')
    .description('say which of some labels fits an image: cliplab classify photo.jpg "a cat" "a dog"')
    .argument(
      '<words...>',
      'images and folders of images ("-" for a list of paths on standard input), then labels: words that are no path',
    )
    .option('--model <name>', 'a model by name, folder or file (default: CLIPLAB_MODEL, or the embedded model)')
    .addOption(templatesOption('put every label into a sentence, e.g. "a photo of a {c}."', 'the labels alone'))
    .option('--json', 'print the probabilities as JSON')
    .action(classifyWords);
}
