import type { Random } from '../../../engine/random.js';
import { renderSvg } from '../../../image/decode/renderSvg.js';
import { SUITE_IMAGE_SIZE } from '../suiteIcons.js';
import { SPLIT_NAMES, type SourceImage, type SplitName, type TaskSource } from '../taskSource.js';

const CLASS_NAMES = ['normal cells', 'tumor cells'];
const PER_CLASS: Readonly<Record<SplitName, number>> = { train: 32, validation: 16, test: 50 };

/** Hue of the stain of each part, in degrees: laboratories stain differently. */
const STAIN: Readonly<Record<SplitName, number>> = { train: 330, validation: 310, test: 290 };

/** Nuclei, pixels: how large, how dark in percent of lightness, how far from round, how many in the middle. */
const NUCLEI = {
  normal: { radius: 2.2, lightness: 45, oblong: 0.15, count: 10 },
  tumor: { radius: 3.6, lightness: 30, oblong: 0.6, count: 16 },
} as const;

/** Whether the middle of a piece of tissue holds tumor cells, as a drawing of the program. */
export async function tissueTask(_modules: string, random: Random): Promise<TaskSource> {
  const splits = { train: [], validation: [], test: [] } as Record<SplitName, SourceImage[]>;
  for (const split of SPLIT_NAMES) {
    for (const label of CLASS_NAMES.keys()) {
      for (let k = 0; k < PER_CLASS[split]; k++) {
        const svg = tissueSvg(label === 1, STAIN[split], random.fork(`${split} ${label} ${k}`));
        const key = `${split}_${label === 1 ? 'tumor' : 'normal'}-${String(k).padStart(2, '0')}`;
        splits[split].push({ key, label, pixels: await renderSvg(svg, SUITE_IMAGE_SIZE) });
      }
    }
  }
  return {
    name: 'tissue',
    title: 'Cells of a tissue',
    metric: 'accuracy',
    classNames: CLASS_NAMES,
    templates: [
      '{c}',
      '{c} in the middle',
      'a tissue of {c}',
      'an image of {c}',
      'a microscope image of {c}',
      'a drawing of {c}',
    ],
    splits,
    standsIn: 'PatchCamelyon',
    standsInTitle: 'PatchCamelyon',
    differs: 'Tissue that the program draws, instead of patches of stained lymph nodes under the microscope.',
    notes: [
      'Composed by the program. Tumor cells have larger, darker and less round nuclei, closer together; as there, only the middle counts: ' +
        'around it either kind may lie.',
      'No image of IconWIT shows cells like these: zero-shot is expected to guess.',
    ],
    credits: [{ title: 'Tissue', author: 'cliplab', license: 'MIT', source: 'drawn by tissueTask.ts' }],
  };
}

function tissueSvg(tumor: boolean, stain: number, random: Random): string {
  const nuclei: string[] = [];
  const add = (kind: keyof typeof NUCLEI, x: number, y: number): void => {
    const { radius, lightness, oblong } = NUCLEI[kind];
    const size = radius * (0.8 + 0.4 * random.next());
    const flat = 1 - oblong * random.next();
    const color = `hsl(${stain - 60},45%,${Math.round(lightness + 10 * random.next())}%)`;
    const at = `${x.toFixed(1)} ${y.toFixed(1)}`;
    nuclei.push(
      `<ellipse rx="${size.toFixed(2)}" ry="${(size * flat).toFixed(2)}" fill="${color}" ` +
        `transform="translate(${at}) rotate(${random.int(180)})"/>`,
    );
  };
  const middle = tumor ? 'tumor' : 'normal';
  for (let k = 0; k < NUCLEI[middle].count; k++) add(middle, 18 + 28 * random.next(), 18 + 28 * random.next());
  // What lies around may be of either kind and says nothing.
  const around = random.next() < 0.5 ? 'tumor' : 'normal';
  for (let k = 0; k < 26; k++) {
    const [angle, radius] = [2 * Math.PI * random.next(), 27 + 14 * random.next()];
    add(around, 32 + radius * Math.cos(angle), 32 + radius * Math.sin(angle));
  }
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="64" height="64" viewBox="0 0 64 64"><rect width="64" height="64" ` +
    `fill="hsl(${stain},60%,${80 + random.int(10)}%)"/>${nuclei.join('')}</svg>`
  );
}
