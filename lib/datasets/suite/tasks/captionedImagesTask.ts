import type { Random } from '../../../engine/random.js';
import { plainEmoji } from '../plainEmoji.js';
import { drawSprite, whiteScene } from '../scene.js';
import { openSuiteIcons, SUITE_IMAGE_SIZE } from '../suiteIcons.js';
import { SPLIT_NAMES, type SourceImage, type SplitName, type TaskSource } from '../taskSource.js';
import { TYPEFACES, writtenWord } from '../writtenWord.js';

const IMAGES: Readonly<Record<SplitName, number>> = { train: 50, validation: 20, test: 60 };
const TYPEFACE_OF = { train: TYPEFACES.serif, validation: TYPEFACES.typewriter, test: TYPEFACES.sans };
const GROUPS = ['Animals & Nature', 'Food & Drink', 'Objects'];
const ICON_SIZE = 40;

/** An image with a word under it: does the word name the image? */
export async function captionedImagesTask(modules: string, random: Random): Promise<TaskSource> {
  const noto = await openSuiteIcons(modules, 'noto');
  const names = random.shuffle(
    (await plainEmoji(noto)).filter(
      (name) => GROUPS.includes(noto.set.categories.get(name) ?? '') && /^[a-z]{3,9}$/.test(name),
    ),
  );
  const compose = async (split: SplitName, from: number): Promise<SourceImage[]> => {
    const own = names.slice(from, from + IMAGES[split]);
    const images: SourceImage[] = [];
    for (const [k, name] of own.entries()) {
      // Every icon and every word comes once in each class, so that neither tells anything without the other.
      for (const [label, word] of [name, own[(k + 1) % own.length]!].entries()) {
        const pixels = whiteScene(SUITE_IMAGE_SIZE);
        const icon = await noto.sprite(name, ICON_SIZE);
        const text = await writtenWord(modules, TYPEFACE_OF[split], word, { width: 60, height: 18 });
        drawSprite(pixels, SUITE_IMAGE_SIZE, icon, (SUITE_IMAGE_SIZE - ICON_SIZE) >> 1, 1);
        drawSprite(pixels, SUITE_IMAGE_SIZE, text, (SUITE_IMAGE_SIZE - text.width) >> 1, 43);
        images.push({ key: `${name}_${word}`, label, pixels });
      }
    }
    return images;
  };
  const starts = SPLIT_NAMES.map((_, k) => SPLIT_NAMES.slice(0, k).reduce((sum, split) => sum + IMAGES[split], 0));
  return {
    name: 'captioned-pictures',
    title: 'Captioned pictures',
    metric: 'rocAuc',
    classNames: ['matching', 'wrong'],
    templates: [
      '{c}',
      'a {c} caption',
      'a picture with a {c} name',
      'a {c} label',
      'a {c} word under a picture',
      '{c} text',
    ],
    splits: {
      train: await compose('train', starts[0]!),
      validation: await compose('validation', starts[1]!),
      test: await compose('test', starts[2]!),
    },
    standsIn: 'HatefulMemes',
    standsInTitle: 'Hateful Memes',
    differs:
      'Whether a word names the image above it, instead of whether words and image together are hateful; nothing hateful is in it.',
    notes: [
      'As there, neither the image nor the text tells alone: every emoji and every word comes once in each class.',
      'Composed by the program from Noto emoji and Open Sans (test), Lora (train) and Courier Prime (validation); no emoji is in two parts.',
      'Positive, in the ROC curve, is the second class.',
    ],
    credits: [noto.credit, ...Object.values(TYPEFACES).map(({ credit }) => credit)],
  };
}
