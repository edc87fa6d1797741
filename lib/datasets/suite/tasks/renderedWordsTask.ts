import type { Random } from '../../../engine/random.js';
import { drawSprite, whiteScene } from '../scene.js';
import { SUITE_IMAGE_SIZE } from '../suiteIcons.js';
import type { SourceImage, TaskSource } from '../taskSource.js';
import { TYPEFACES, writtenWord, type Typeface } from '../writtenWord.js';

const WORDS = {
  negative: (
    'angry awful bad bitter bland boring broken cheap clumsy cold confused cruel dead dirty dismal dreadful dreary dull dumb empty ' +
    'evil fail failure fake false fear foul gloomy grim hate hateful hideous horrible horrid hurt idiotic ill insult lame lazy lie ' +
    'loss lousy mad mean mess messy miserable nasty noisy pain painful pathetic poor rage regret rotten rude sad scary shame sick ' +
    'sloppy slow sorry sour stale stupid sucks terrible tired ugly unfair useless vile weak wicked worst wrong'
  ).split(' '),
  positive: (
    'amazing beautiful beauty best blessed bold brave bright brilliant calm caring charming cheerful classic clean clever cool cute ' +
    'dazzling delight delicious divine dream dynamic eager easy elegant enjoy epic excellent exciting fair fantastic fine fresh ' +
    'friendly fun funny gentle genius glad glorious good gorgeous grand great happy heaven honest hope ideal joy joyful kind laugh ' +
    'lively love lovely lucky magic neat nice perfect pleasant pretty proud pure rich smart smile superb sweet tender thrill true ' +
    'warm win winner wise wonderful'
  ).split(' '),
};

const PER_CLASS = { train: 24, validation: 12, test: 40 };

/** Good and bad words, written: reading, and then knowing what was read. */
export async function renderedWordsTask(modules: string, random: Random): Promise<TaskSource> {
  const classNames = Object.keys(WORDS) as (keyof typeof WORDS)[];
  const orders = classNames.map((name) => random.shuffle([...WORDS[name]]));
  const write = async (from: number, count: number, typeface: Typeface): Promise<SourceImage[]> => {
    const images: SourceImage[] = [];
    for (const [label, words] of orders.entries()) {
      for (const word of words.slice(from, from + count)) {
        const pixels = whiteScene(SUITE_IMAGE_SIZE);
        const sprite = await writtenWord(modules, typeface, word, { width: 58, height: 24 });
        const center = (length: number): number => (SUITE_IMAGE_SIZE - length) >> 1;
        drawSprite(pixels, SUITE_IMAGE_SIZE, sprite, center(sprite.width), center(sprite.height));
        images.push({ key: word, label, pixels });
      }
    }
    return images;
  };
  const { train, validation, test } = PER_CLASS;
  return {
    name: 'rendered-words',
    title: 'Rendered words',
    metric: 'accuracy',
    classNames,
    templates: [
      '{c}',
      'a {c} word',
      'a word with a {c} meaning',
      'text: {c}',
      'a {c} review of a movie',
      'an icon of {c}',
    ],
    splits: {
      train: await write(0, train, TYPEFACES.serif),
      validation: await write(train, validation, TYPEFACES.typewriter),
      test: await write(train + validation, test, TYPEFACES.sans),
    },
    standsIn: 'SST2',
    standsInTitle: 'Rendered SST2',
    differs: 'One word of clear sentiment instead of a sentence of a film review.',
    notes: [
      'Written by the program in Lora (train), Courier Prime (validation) and Open Sans (test); no word is in two parts, so that a ' +
        'probe cannot learn words by their look.',
      "The words are the project's own list. IconWIT has letters and a few words in its icons, and no texts.",
    ],
    credits: [TYPEFACES.serif, TYPEFACES.typewriter, TYPEFACES.sans].map(({ credit }) => credit),
  };
}
