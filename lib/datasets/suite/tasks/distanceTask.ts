import type { Random } from '../../../engine/random.js';
import { drawSprite } from '../scene.js';
import { renderSprite } from '../sprite.js';
import { openSuiteIcons, SUITE_IMAGE_SIZE, type SuiteIcons } from '../suiteIcons.js';
import type { SourceImage, SplitName, TaskSource } from '../taskSource.js';

/** How large the nearest vehicle is drawn, in pixels; the last class has none. */
const DISTANCES = [
  { name: 'a car close by', size: [32, 40] },
  { name: 'a car nearby', size: [18, 24] },
  { name: 'a car far away', size: [8, 11] },
  { name: 'no car', size: undefined },
] as const;

const PER_CLASS: Readonly<Record<SplitName, number>> = { train: 20, validation: 10, test: 30 };

const VEHICLES = [
  'automobile',
  'taxi',
  'police-car',
  'sport-utility-vehicle',
  'ambulance',
  'minibus',
  'delivery-truck',
  'bus',
];
const TREES = ['deciduous-tree', 'evergreen-tree', 'palm-tree'];

/** Where sky and ground meet, from above. */
const HORIZON = 26;

/** How far the nearest vehicle is in a scene with a road, composed from unseen designers' emoji. */
export async function distanceTask(modules: string, random: Random): Promise<TaskSource> {
  const older = await openSuiteIcons(modules, 'noto-v1');
  const flat = await openSuiteIcons(modules, 'fluent-emoji-flat');
  const noto = await openSuiteIcons(modules, 'noto');
  const road = await renderSprite(ROAD, SUITE_IMAGE_SIZE);
  const compose = async (split: SplitName, icons: SuiteIcons): Promise<SourceImage[]> => {
    const images: SourceImage[] = [];
    const pick = (names: readonly string[]): string => {
      const there = names.filter((name) => icons.has(name));
      return there[random.int(there.length)]!;
    };
    const put = async (scene: Uint8Array, name: string, size: number, center: number): Promise<void> => {
      // On level ground what is nearer stands lower and is larger, in proportion.
      const ground = HORIZON + Math.round(0.9 * size);
      drawSprite(scene, SUITE_IMAGE_SIZE, await icons.sprite(name, size), Math.round(center - size / 2), ground - size);
    };
    for (const [label, { size }] of DISTANCES.entries()) {
      for (let k = 0; k < PER_CLASS[split]; k++) {
        const scene = new Uint8Array(SUITE_IMAGE_SIZE ** 2 * 3);
        drawSprite(scene, SUITE_IMAGE_SIZE, road, 0, 0);
        for (let tree = 1 + random.int(3); tree > 0; tree--) {
          const height = 10 + random.int(14);
          await put(
            scene,
            pick(TREES),
            height,
            random.int(2) === 0 ? random.int(14) : SUITE_IMAGE_SIZE - random.int(14),
          );
        }
        if (size) {
          const [least, most] = size;
          await put(scene, pick(VEHICLES), least + random.int(most - least + 1), 22 + random.int(21));
        }
        images.push({
          key: `${split}_${icons.set.prefix}-${label}-${String(k).padStart(2, '0')}`,
          label,
          pixels: scene,
        });
      }
    }
    return images;
  };
  return {
    name: 'distance',
    title: 'Distance of a car',
    metric: 'accuracy',
    classNames: DISTANCES.map(({ name }) => name),
    templates: [
      '{c}',
      'a picture of {c}',
      'a road with {c}',
      'a scene with {c}',
      'an icon of {c}',
      'a photo i took with {c}',
    ],
    splits: {
      train: await compose('train', older),
      validation: await compose('validation', flat),
      test: await compose('test', noto),
    },
    standsIn: 'KITTI',
    standsInTitle: 'KITTI Distance',
    differs:
      'A drawn road with at most one vehicle, whose size tells its distance, instead of photographs from a driving car.',
    notes: [
      'Composed by the program: sky, grass, road, one to three trees, and a vehicle 32 to 40, 18 to 24 or 8 to 11 pixels large, or none.',
      'Train, validation and test use the emoji of the earlier Noto, Fluent Flat and Noto.',
    ],
    credits: [older.credit, flat.credit, noto.credit],
  };
}

const ROAD =
  `<svg xmlns="http://www.w3.org/2000/svg" width="64" height="64" viewBox="0 0 64 64"><rect width="64" height="${HORIZON}" fill="#cfe8f7"/>` +
  `<rect y="${HORIZON}" width="64" height="${64 - HORIZON}" fill="#a9cf8f"/><path d="M30 ${HORIZON}h4L56 64H8z" fill="#8a8f94"/>` +
  `<path d="M31.8 ${HORIZON}h.4L34 64h-4z" fill="#f4f4f4"/></svg>`;
