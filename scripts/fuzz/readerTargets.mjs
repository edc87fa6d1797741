import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { damage, damageText, pick } from './damage.mjs';

/** @typedef {import('./worker.mjs').Target} Target */

const FIXTURES = fileURLToPath(new URL('../../test/fixtures/', import.meta.url));
const MODELS = fileURLToPath(new URL('../../data/models/', import.meta.url));
/** Larger ones make slow cases and no other faults. */
const LARGEST = 4 * 2 ** 20;

/**
 * Every committed file with one of the extensions. @param {RegExp} wanted @param {string} [folder] @returns {string[]}
 */
function corpus(wanted, folder = FIXTURES) {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && wanted.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => statSync(path).size <= LARGEST)
    .sort();
  if (files.length === 0) throw new Error(`there is no ${wanted} in ${folder}`);
  return files;
}

const SVGS = [
  '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="10"><rect width="9" height="9" fill="red"/></svg>',
  '<?xml version="1.0"?><!-- c --><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><filter id="f"><feGaussianBlur stdDeviation="2"/></filter><circle r="4" filter="url(#f)"/></svg>',
].map((text) => Buffer.from(text));

/** Images of every kind that is read. @returns {Promise<Target>} */
export async function images() {
  const { decodeRgb } = await import('../../lib/dist/image/decode/decodeRgb.js');
  const sound = [...corpus(/\.(png|jpe?g|gif|bmp|webp|avif|tiff?|svg)$/).map((path) => readFileSync(path)), ...SVGS];
  return {
    make(random, folder) {
      const bytes = damage(random, pick(random, sound), pick(random, sound));
      writeFileSync(join(folder, 'image'), bytes);
      return { what: `${bytes.length} bytes`, attempt: () => decodeRgb(bytes, 'image') };
    },
  };
}

/** Safetensors, PyTorch archives and pickles: what opens is read to its last byte. @returns {Promise<Target>} */
export async function tensors() {
  const { openStoredTensors } = await import('../../lib/dist/weights/openStoredTensors.js');
  const paths = corpus(/\.(safetensors|pt|pth|bin)$/);
  return {
    make(random, folder) {
      const chosen = pick(random, paths);
      const path = join(folder, basename(chosen));
      writeFileSync(path, damage(random, readFileSync(chosen), readFileSync(pick(random, paths))));
      return {
        what: chosen.slice(FIXTURES.length),
        async attempt() {
          const file = await openStoredTensors(path);
          try {
            for (const { bytes } of file.tensors.values()) bytes();
          } finally {
            await file.close();
          }
        },
      };
    },
  };
}

/**
 * Copies the files of a folder, one of them damaged.
 * @param {import('../../lib/dist/engine/random.js').Random} random
 * @param {string} from
 * @param {string} to
 */
function folderWithDamage(random, from, to) {
  mkdirSync(to, { recursive: true });
  const names = readdirSync(from, { withFileTypes: true }).flatMap((entry) => (entry.isFile() ? [entry.name] : []));
  const victim = pick(
    random,
    names.filter((name) => !/expected|^io|README/.test(name)),
  );
  for (const name of names) {
    if (name !== victim) copyFileSync(join(from, name), join(to, name));
    else {
      const bytes = readFileSync(join(from, name));
      const text = /\.(json|txt)$/.test(name);
      writeFileSync(join(to, name), text ? damageText(random, bytes) : damage(random, bytes));
    }
  }
  return victim;
}

/** Models: configuration and weights, one of them damaged. @returns {Promise<Target>} */
export async function models() {
  const { openModel } = await import('../../lib/dist/weights/openModel.js');
  const { localModelFiles } = await import('../../lib/dist/weights/modelFiles.js');
  const { tf } = await import('../../lib/dist/engine/tf.js');
  const folders = [...new Set(corpus(/^(model|open_clip_model)\.safetensors$/).map(dirname))];
  return {
    make(random, folder) {
      const from = pick(random, folders);
      const place = join(folder, 'model');
      const victim = folderWithDamage(random, from, place);
      return {
        what: `${victim} of ${basename(from)}`,
        async attempt() {
          tf.engine().startScope();
          try {
            (await openModel(localModelFiles(place))).close();
          } finally {
            tf.engine().endScope();
            tf.disposeVariables();
          }
        },
      };
    },
  };
}

/** Configurations of the project's own models. @returns {Promise<Target>} */
export async function configurations() {
  const { readConfig } = await import('../../lib/dist/weights/configs/readConfig.js');
  const paths = corpus(/^config\.json$/, MODELS);
  return {
    make(random, folder) {
      const chosen = pick(random, paths);
      const path = join(folder, basename(chosen));
      writeFileSync(path, damageText(random, readFileSync(chosen)));
      return { what: basename(dirname(chosen)), attempt: () => readConfig(path) };
    },
  };
}

const NPY = Buffer.concat([
  Buffer.from('\x93NUMPY\x01\x00\x76\x00', 'latin1'),
  Buffer.from("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }".padEnd(117) + '\n'),
  Buffer.alloc(24),
]);

/** NumPy's arrays, JSON, the ledger of claims and the figures' descriptions. @returns {Promise<Target>} */
export async function tables() {
  const { readNpyMatrix, readNpyVector } = await import('../../lib/dist/io/npyFile.js');
  const { parseJson } = await import('../../lib/dist/io/parseJson.js');
  const { readClaims } = await import('../../lib/dist/figures/ledger/claims.js');
  const { readPublished } = await import('../../lib/dist/figures/export/figureFiles.js');
  const { indexPage } = await import('../../lib/dist/figures/export/indexPage.js');
  const { mergeAnswers } = await import('../../lib/dist/apps/people/mergeAnswers.js');
  const ledger = fileURLToPath(new URL('../../data/paper/claims.json', import.meta.url));
  const claims = existsSync(ledger) ? readFileSync(ledger) : Buffer.from('[]');
  const figure = { kind: 'figure', name: 'x', caption: 'c', data: [], layout: { width: 9, height: 9 }, table: [] };
  const described = Buffer.from(JSON.stringify({ notebook: 'tour', order: 0, figure }));
  const asked = { format: 'cliplab answers 1', task: 'faces', testSha256: 'a', questionsSha256: 'b' };
  const given = { shots: 1, image: 'x', answer: 'sad', seconds: 1.5 };
  const answers = ['Ada', 'Bob'].map((name) =>
    Buffer.from(
      JSON.stringify({ ...asked, people: [{ name, answers: [given, { ...given, image: 'y', answer: null }] }] }),
    ),
  );
  return {
    make(random, folder) {
      const path = join(folder, 'file.json');
      switch (random.int(5)) {
        case 0: {
          writeFileSync(path, damage(random, NPY));
          return { what: 'npy', attempt: async () => [await readNpyMatrix(path), readNpyVector(readFileSync(path))] };
        }
        case 1: {
          const bytes = damageText(random, claims);
          return { what: 'json', attempt: () => parseJson(bytes, path) };
        }
        case 2: {
          writeFileSync(path, damageText(random, claims));
          return { what: 'claims', attempt: async () => indexPage([], await readClaims(path)).length };
        }
        case 3: {
          const other = join(folder, 'other.json');
          writeFileSync(path, damageText(random, pick(random, answers)));
          writeFileSync(other, pick(random, answers));
          return { what: 'answers', attempt: async () => (await mergeAnswers([path, other])).people.length };
        }
        default: {
          writeFileSync(path, damageText(random, described));
          return { what: 'figures', attempt: async () => indexPage(await readPublished(folder), []).length };
        }
      }
    },
  };
}
