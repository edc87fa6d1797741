import { join } from 'node:path';
import type { Command } from 'commander';
import { buildIconWit, ICONWIT_DEFAULTS } from '../datasets/iconwit/buildIconWit.js';
import { iconWitFolder, readManifest, type IconWitManifest } from '../datasets/iconwit/manifest.js';
import { publishIconWit } from '../datasets/iconwit/publishIconWit.js';
import { listDatasets, whereToGet, type RegisteredDataset } from '../datasets/registry/registeredDatasets.js';
import { buildCaptions } from '../datasets/captions/clipArtCaptions.js';
import { CLIP_ART } from '../datasets/captions/loadCaptionedImages.js';
import { buildSuite } from '../datasets/suite/buildSuite.js';
import { listTasks } from '../datasets/suite/loadTask.js';
import type { TaskFile } from '../datasets/suite/taskFile.js';
import { cacheDirectory, dataDirectory } from '../io/projectPaths.js';
import { UserError } from '../io/userError.js';
import { countFlag, integerFlag } from './integerFlag.js';
import { stopOnInterrupt } from './processEnd.js';

interface IconWitFlags {
  readonly seed: number;
  readonly perQuery: number;
  readonly minAuthors: number;
  readonly bigramBits: number;
  readonly perName: number;
  readonly workers: number;
  readonly cache: string;
  readonly sets?: string[];
  readonly publish?: boolean;
  readonly json?: boolean;
}

/** `cliplab data`: build the datasets and list what there is. */
export function registerData(program: Command): void {
  const data = program.command('data').description('build and list the datasets');
  const build = data.command('build').description('build a dataset from the pinned packages');
  registerIconWit(build);
  registerSuite(build);
  registerCaptions(build);
  registerList(data);
}

function registerIconWit(build: Command): void {
  const { seed, perQuery, minAuthors, bigramBits, perName, workers } = ICONWIT_DEFAULTS;
  build
    .command('iconwit')
    .description(
      'image-text pairs from openly licensed icons and drawings, as webdataset shards (once: 115 MB to fetch, 20 minutes)',
    )
    .option('--seed <integer>', 'seed of the random order', integerFlag, seed)
    .option('--per-query <count>', 'most pairs that one query word collects', countFlag, perQuery)
    .option('--min-authors <count>', 'designers who must use a word for it to be a query', integerFlag, minAuthors)
    .option('--bigram-bits <bits>', 'least mutual information of a bigram that is a query', integerFlag, bigramBits)
    .option('--per-name <count>', "most drawings of one set's name", countFlag, perName)
    .option('--workers <count>', 'processes that render', countFlag, workers)
    .option('--cache <folder>', 'where downloads and shards go', cacheDirectory())
    .option('--sets <prefixes>', 'only these sets, separated by commas', (text) => text.split(','))
    .option('--publish', 'copy its statistics into data/iconwit of this checkout')
    .option('--json', 'print the manifest')
    .action(async ({ json, publish, ...flags }: IconWitFlags) => {
      stopOnInterrupt();
      const manifest = await buildIconWit(flags);
      if (publish) await publishIconWit(flags.cache);
      process.stdout.write(json ? JSON.stringify(manifest, null, 1) + '\n' : describeIconWit(manifest, flags.cache));
    });
}

function registerSuite(build: Command): void {
  build
    .command('suite')
    .description('the held-out classification tasks, into data/suite')
    .option('--seed <integer>', 'seed of the random draws', integerFlag, 2021)
    .option('--tasks <names>', 'only these tasks, separated by commas', (text) => text.split(','))
    .option('--folder <folder>', 'where the tasks go', join(dataDirectory(), 'suite'))
    .option('--cache <folder>', 'where downloads go', cacheDirectory())
    .option('--json', "print the tasks' records")
    .action(
      async ({ json, ...flags }: { seed: number; tasks?: string[]; folder: string; cache: string; json?: boolean }) => {
        stopOnInterrupt();
        const tasks = await buildSuite(flags);
        process.stdout.write(json ? JSON.stringify(tasks, null, 1) + '\n' : tasks.map(describeTask).join(''));
      },
    );
}

function registerCaptions(build: Command): void {
  build
    .command('captions')
    .description('clip art with several captions each, for retrieval, into data/captions/clip-art')
    .option('--folder <folder>', 'where it goes', join(dataDirectory(), 'captions', CLIP_ART))
    .option('--cache <folder>', 'where downloads go', cacheDirectory())
    .option('--json', 'print what was built')
    .action(async ({ json, ...flags }: { folder: string; cache: string; json?: boolean }) => {
      stopOnInterrupt();
      const built = await buildCaptions(flags);
      const { images, captions, folder } = built;
      process.stdout.write(
        json ? JSON.stringify(built) + '\n' : `${CLIP_ART}: ${images} images with ${captions} captions in ${folder}\n`,
      );
    });
}

function registerList(data: Command): void {
  data
    .command('list')
    .description("the datasets that are there, and where to get the paper's others")
    .option('--cache <folder>', 'where IconWIT was built', cacheDirectory())
    .option('--json', 'print the records')
    .action(async ({ cache, json }: { cache: string; json?: boolean }) => {
      const tasks = await listTasks();
      const datasets = await listDatasets();
      const iconwit = await readManifest(iconWitFolder(cache)).catch((error: unknown) => {
        if (error instanceof UserError) return undefined;
        throw error;
      });
      if (json) process.stdout.write(JSON.stringify({ iconwit, tasks, datasets }, null, 1) + '\n');
      else {
        process.stdout.write(
          iconwit ? describeIconWit(iconwit, cache) : 'iconwit: not built (cliplab data build iconwit)\n',
        );
        process.stdout.write(tasks.map(describeTask).join('') + datasets.map(describeDataset).join(''));
      }
    });
}

function describeIconWit({ version, splits }: IconWitManifest, cache: string): string {
  return `iconwit ${version}: ${splits.train.pairs} training and ${splits.validation.pairs} validation pairs in ${iconWitFolder(cache)}\n`;
}

function describeTask({ name, classes, splits, standsInTitle }: TaskFile): string {
  const { train, validation, test } = splits;
  const counts = `${train.images} training, ${validation.images} validation, ${test.images} test images`;
  return `${name}: ${classes} classes, ${counts}; stands in for ${standsInTitle}\n`;
}

function describeDataset(dataset: RegisteredDataset): string {
  const { name, classes, templates, trainSize, testSize, metric, repository, folder, isHere } = dataset;
  const what = `${classes} classes, ${trainSize} training and ${testSize} test images, ${templates} templates, ${metric}`;
  const where = isHere
    ? `in ${folder}`
    : repository === undefined
      ? whereToGet(dataset)
      : `fetched when it is used, from ${repository} of the Hugging Face hub`;
  return `${name}: ${what}; ${where}\n`;
}
