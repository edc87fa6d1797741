import type { Random } from '../../../engine/random.js';
import { renderSvg } from '../../../image/decode/renderSvg.js';
import { SUITE_IMAGE_SIZE } from '../suiteIcons.js';
import { SPLIT_NAMES, type SourceImage, type SplitName, type TaskSource } from '../taskSource.js';
import { TEXTURES, type TextureStyle } from './textures.js';

const PER_CLASS: Readonly<Record<SplitName, number>> = { train: 16, validation: 5, test: 12 };

/** Hues of each part, in degrees: no part has another's colors. */
const HUES: Readonly<Record<SplitName, readonly [from: number, to: number]>> = {
  train: [0, 120],
  validation: [120, 180],
  test: [180, 360],
};

/** What a surface looks like, drawn by the program. */
export async function texturesTask(_modules: string, random: Random): Promise<TaskSource> {
  const splits = { train: [], validation: [], test: [] } as Record<SplitName, SourceImage[]>;
  for (const split of SPLIT_NAMES) {
    for (const [label, { name, draw }] of TEXTURES.entries()) {
      for (let k = 0; k < PER_CLASS[split]; k++) {
        const own = random.fork(`${split} ${name} ${k}`);
        const pixels = await renderSvg(textureSvg(draw, HUES[split], own), SUITE_IMAGE_SIZE);
        splits[split].push({ key: `${split}_${name}-${String(k).padStart(2, '0')}`, label, pixels });
      }
    }
  }
  return {
    name: 'textures',
    title: 'Textures',
    metric: 'accuracy',
    classNames: TEXTURES.map(({ name }) => name),
    templates: [
      '{c}',
      'a {c} texture',
      'a {c} pattern',
      'a {c} thing',
      'an image of a {c} texture',
      'a {c} background',
    ],
    splits,
    standsIn: 'DescribableTextures',
    standsInTitle: 'Describable Textures',
    differs: 'Twelve of its 47 words for textures, drawn by the program, instead of photographs of surfaces.',
    notes: [
      'Composed by the program: each image has its own scale, angle and pair of colors; the hues of test are in no other part.',
      'One program drew all parts, so the probe has it easier than zero-shot.',
    ],
    credits: [
      { title: 'Textures', author: 'cliplab', license: 'MIT', source: 'drawn by lib/datasets/suite/tasks/textures.ts' },
    ],
  };
}

/** A pattern turned by its own angle, in two colors of enough contrast. */
function textureSvg(
  draw: (style: TextureStyle) => string,
  [from, to]: readonly [from: number, to: number],
  random: Random,
): string {
  const color = (lightness: number): string =>
    `hsl(${Math.round(from + random.next() * (to - from))},${30 + random.int(60)}%,${lightness}%)`;
  const [ground, ink] = random.shuffle([color(75 + random.int(20)), color(20 + random.int(30))]) as [string, string];
  const angle = random.int(40) - 20;
  const pattern = draw({ ink, scale: 6 + random.int(8), random });
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="64" height="64" viewBox="0 0 64 64"><rect width="64" height="64" ` +
    `fill="${ground}"/><g transform="rotate(${angle} 32 32)" fill="none" stroke="${ink}">${pattern}</g></svg>`
  );
}
