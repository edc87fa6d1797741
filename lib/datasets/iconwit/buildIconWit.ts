import { rm, readdir } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { createRandom } from '../../engine/random.js';
import { cacheDirectory } from '../../io/projectPaths.js';
import { sha256 } from '../../io/sha256.js';
import { UserError } from '../../io/userError.js';
import { withFileLock } from '../../io/withFileLock.js';
import { writeFileAtomic } from '../../io/writeFileAtomic.js';
import { iconWitAttribution } from './attribution.js';
import { fetchDeb } from '../debian/fetchDeb.js';
import { OPENCLIPART_DEB } from '../debian/pinnedDebs.js';
import { readCandidates, type Candidate } from './candidates.js';
import { countNearDuplicates } from './countNearDuplicates.js';
import { readEmojiNames } from './emojiNames.js';
import { DRAWING_SETS, drawingCandidates, drawingDocuments, readDrawingSets, type DrawingSet } from './drawingSets.js';
import { fetchPackages } from './fetchPackages.js';
import { HELD_OUT_SETS } from './heldOutSets.js';
import { iconDocuments } from './iconDocuments.js';
import { readKindsOfThings } from './kindsOfThings.js';
import { iconWitFolder, type IconWitManifest, type Shard } from './manifest.js';
import { PINNED_PACKAGES, type PinnedPackage } from './pinnedPackages.js';
import { createRenderPool } from './renderPool.js';
import { renderSets, type RenderedSet } from './renderSets.js';
import { requireIconWitOptions } from './requireIconWitOptions.js';
import { samplesShard } from './samplesShard.js';
import { selectPairs, type ChosenPair, type SelectPairsOptions } from './selectPairs.js';
import { sortSetsByLicense } from './sortSetsByLicense.js';
import { summarize } from './summarize.js';
import { packImageHashes } from './trainingImages.js';
import { writeShards } from './writeShards.js';

/** How IconWIT is collected; each has a default. */
export interface BuildIconWitOptions extends SelectPairsOptions {
  readonly seed: number;
  /** Pixels a side of the images in the shards. */
  readonly imageSize: number;
  /** Pairs in a shard. */
  readonly shardSize: number;
  /** Processes that render. */
  readonly workers: number;
  /** Where downloads, rendered images and shards go. */
  readonly cache: string;
  /** Only these sets; all where absent. */
  readonly sets?: readonly string[];
  /** The node_modules folder with the icon packages; where absent they are fetched into the cache. */
  readonly modules?: string;
  /**
   * The folder with Openclipart's drawings; where absent they are fetched into the cache, or left out where `modules`
   * is given.
   */
  readonly drawings?: string;
  /** More than this share of icons that cannot be drawn fails the build. */
  readonly maxFailedShare: number;
}

export const ICONWIT_DEFAULTS: Omit<BuildIconWitOptions, 'cache'> = {
  seed: 2021,
  perQuery: 500,
  minAuthors: 3,
  bigramBits: 6,
  perName: 3,
  skinToneShare: 0.1,
  imageSize: 64,
  shardSize: 5000,
  workers: availableParallelism(),
  maxFailedShare: 0.02,
};

/**
 * Builds IconWIT under `<cache>/iconwit`: fetches the pinned icon packages and Openclipart's drawings, keeps the sets
 * whose license allows it, renders them, chooses pairs by balanced queries (paper sec 2.2) and writes webdataset
 * shards, a manifest, a summary and the attribution. Each stage keeps what an interrupted run has finished.
 * @throws UserError naming an option that no build can have
 * @example
 * await buildIconWit({ imageSize: 32, cache: '/data/cliplab' }); // half an hour, and goes on where it was stopped
 */
export async function buildIconWit(overrides: Partial<BuildIconWitOptions> = {}): Promise<IconWitManifest> {
  const options = { ...ICONWIT_DEFAULTS, cache: cacheDirectory(), ...overrides };
  requireIconWitOptions(options);
  const folder = iconWitFolder(options.cache);
  return withFileLock(join(folder, 'build.lock'), () => build(options));
}

async function build(options: BuildIconWitOptions): Promise<IconWitManifest> {
  const { cache, seed, imageSize, shardSize, workers } = options;
  const folder = iconWitFolder(cache);
  const modules = options.modules ?? (await fetchPackages(join(cache, 'packages')));
  const ofDrawings: readonly string[] = Object.values(DRAWING_SETS);
  const iconSets = options.sets?.filter((prefix) => !ofDrawings.includes(prefix));
  const { kept, dropped } = await sortSetsByLicense(modules, iconSets);
  const drawingSets = await readDrawings(options);

  const source = `${PINNED_PACKAGES[0]!.name}@${PINNED_PACKAGES[0]!.version}`;
  const rendered = join(folder, 'rendered');
  const documents = [
    ...kept.map((prefix) => iconDocuments(modules, prefix, source)),
    ...drawingSets.map((set) => drawingDocuments(set)),
  ];
  const sets = await renderSets(documents, { folder: rendered, size: imageSize }, () => createRenderPool({ workers }));
  refuseTooManyFailures(sets, options.maxFailedShare);

  const emoji = await readEmojiNames(modules);
  const kinds = await readKindsOfThings(modules);
  const candidates: Candidate[] = [];
  for (const set of sets) {
    const drawn = drawingSets.find(({ info }) => info.prefix === set.prefix);
    const ofSet = drawn ? drawingCandidates(drawn, set, kinds) : await readCandidates(modules, set, emoji, kinds);
    for (const candidate of ofSet) candidates.push(candidate);
  }
  const { perQuery, minAuthors, bigramBits, perName, skinToneShare } = options;
  const select: SelectPairsOptions = { perQuery, minAuthors, bigramBits, perName, skinToneShare };
  const selection = selectPairs(candidates, select, emoji.words, createRandom(seed));

  const write = async (split: 'train' | 'validation', pairs: readonly ChosenPair[]): Promise<readonly Shard[]> => {
    const shards = await writeShards(pairs, { folder, rendered, split, shardSize });
    await removeOthers(join(folder, split), shards);
    return shards;
  };
  const train = await write('train', selection.train);
  const validation = await write('validation', selection.validation);
  const { removed } = selection;
  const manifest: IconWitManifest = {
    name: 'iconwit',
    version: 4,
    packages: [...PINNED_PACKAGES.slice(0, 2), ...(drawingSets.length > 0 ? [openclipartPackage()] : [])],
    seed,
    options: { ...select, imageSize, shardSize },
    queries: selection.queries.size,
    splits: {
      train: { pairs: selection.train.length, shards: train, removed: removed.train },
      validation: { pairs: selection.validation.length, shards: validation, removed: removed.validation },
    },
    heldOut: HELD_OUT_SETS.map((set) => set.prefix),
    hash: sha256([...train, ...validation].map((shard) => shard.sha256).join('\n')),
  };
  const heldOut = candidates.filter(({ split }) => split === 'heldout');
  const near = await countNearDuplicates(selection.train, heldOut, rendered);
  const summary = summarize({ manifest, candidates, selection, rendered: sets, dropped, near });
  const files: Record<string, string | Uint8Array> = {
    'summary.json': JSON.stringify(summary, null, 1) + '\n',
    'ATTRIBUTION.md': iconWitAttribution(summary),
    'near-duplicates.json': JSON.stringify(near) + '\n',
    'heldout.json': JSON.stringify(Object.fromEntries(heldOut.map((c) => [c.id, c.pixelHash]))) + '\n',
    'training-images.bin': packImageHashes(selection.train.map((pair) => pair.pixelHash)),
    'samples.tar': await samplesShard(selection.train, rendered),
    // Last: a manifest means that all the rest is there.
    'manifest.json': JSON.stringify(manifest, null, 1) + '\n',
  };
  for (const [name, content] of Object.entries(files)) await writeFileAtomic(join(folder, name), content);
  return manifest;
}

/** Openclipart's halves, those that are asked for. */
async function readDrawings({ cache, modules, drawings, sets }: BuildIconWitOptions): Promise<DrawingSet[]> {
  const wanted = Object.values(DRAWING_SETS).filter((prefix) => sets?.includes(prefix) ?? true);
  if (wanted.length === 0 || (drawings === undefined && modules !== undefined)) return [];
  const folder = drawings ?? (await fetchDeb(join(cache, 'debian'), OPENCLIPART_DEB));
  return (await readDrawingSets(folder)).filter(({ info }) => (wanted as string[]).includes(info.prefix));
}

function openclipartPackage(): PinnedPackage {
  const { name, version, sha256: hash } = OPENCLIPART_DEB;
  return { name, version, integrity: `sha256-${Buffer.from(hash, 'hex').toString('base64')}` };
}

function refuseTooManyFailures(sets: readonly RenderedSet[], maxShare: number): void {
  const failures = sets.flatMap((set) =>
    Object.entries({ ...set.failed, ...set.crashed }).map(([name, why]) => `${set.prefix}:${name} (${why})`),
  );
  const total = sets.reduce((sum, set) => sum + set.icons.length + set.blank.length, failures.length);
  if (failures.length <= maxShare * total) return;
  throw new UserError(
    `${failures.length} of ${total} images could not be drawn, more than ${100 * maxShare} %: ${failures.slice(0, 3).join('; ')}; ` +
      'check that sharp works on this machine (cliplab doctor).',
  );
}

/** Shards of an earlier build with other options must not be taken for this one's. */
async function removeOthers(folder: string, shards: readonly Shard[]): Promise<void> {
  const kept = new Set(shards.map((shard) => shard.file.replace(/^.*\//, '').replace(/\.tar$/, '')));
  for (const file of await readdir(folder).catch(() => [])) {
    if (!kept.has(file.replace(/\.(tar|json)$/, ''))) await rm(join(folder, file), { force: true });
  }
}
