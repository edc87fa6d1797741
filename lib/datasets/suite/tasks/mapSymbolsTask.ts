import { iconWords } from '../../iconwit/iconWords.js';
import { labeledImages, openSuiteIcons } from '../suiteIcons.js';
import type { TaskSource } from '../taskSource.js';

/** Forms without a meaning of their own, regional and second drawings, and sizes. */
const LEFT_OUT =
  /-(jp|alt1|stroked|11|15)$|^(arrow|circle|cross|diamond|square|triangle|marker|terminal|natural|landuse)$/;

/** Places on a map. */
export async function mapSymbolsTask(modules: string): Promise<TaskSource> {
  const maki = await openSuiteIcons(modules, 'maki');
  const temaki = await openSuiteIcons(modules, 'temaki');
  const pinhead = await openSuiteIcons(modules, 'pinhead');
  const places = maki.names.filter((name) => !LEFT_OUT.test(name) && maki.has(`${name}-11`));
  const named = places.map((place, label) => [place, label] as const);
  return {
    name: 'map-symbols',
    title: 'Map symbols',
    metric: 'accuracy',
    classNames: places.map(iconWords),
    templates: ['{c}', 'an icon of {c}', 'a monochrome icon of {c}', 'a map symbol for {c}', '{c} symbol', '{c} icon'],
    splits: {
      train: await labeledImages(
        maki,
        places.map((place, label) => [`${place}-11`, label]),
      ),
      validation: [...(await labeledImages(temaki, named)), ...(await labeledImages(pinhead, named))],
      test: await labeledImages(maki, named),
    },
    standsIn: 'SUN397',
    standsInTitle: 'SUN397',
    differs: `${places.length} kinds of place by the signs that maps give them, instead of photographs of 397 kinds; one test image a kind.`,
    notes: [
      'Test: Maki drawn for 15 pixels. Train: its drawings of the same names for 11 pixels, so a probe has seen nearly the same sign.',
      'Validation: the names that Temaki and Pinhead share with it, in the same manner.',
    ],
    credits: [maki.credit, temaki.credit, pinhead.credit],
  };
}
