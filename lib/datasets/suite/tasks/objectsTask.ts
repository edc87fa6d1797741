import { iconWords } from '../../iconwit/iconWords.js';
import { labeledImages, openSuiteIcons } from '../suiteIcons.js';
import type { TaskSource } from '../taskSource.js';

/** Signs of software and doings, which show no one thing. */
const LEFT_OUT = new Set([
  ...['add-image', 'advertising', 'android-os', 'approval', 'business-contact', 'call-transfer', 'cancel', 'checkmark'],
  ...[
    'close-up-mode',
    'comments',
    'copyright',
    'currency-exchange',
    'download',
    'edit-image',
    'electricity',
    'export',
    'faq',
  ],
  ...['grid', 'import', 'in-transit', 'info', 'inspection', 'ipad', 'iphone', 'like', 'link', 'list', 'minus', 'next'],
  ...[
    'numerical-sorting-12',
    'numerical-sorting-21',
    'organization',
    'paid',
    'panorama',
    'parallel-tasks',
    'plus',
    'previous',
  ],
  ...[
    'privacy',
    'refresh',
    'remove-image',
    'search',
    'selfie',
    'services',
    'settings',
    'share',
    'sim-card-chip',
    'statistics',
  ],
  ...['support', 'survey', 'switch-camera', 'timeline', 'todo-list', 'undo', 'upload', 'video-call', 'voicemail'],
]);

/** Everyday objects of the office and the house in flat colors. */
export async function objectsTask(modules: string): Promise<TaskSource> {
  const flat = await openSuiteIcons(modules, 'flat-color-icons');
  const glyphs = await openSuiteIcons(modules, 'icons8');
  const windows = await openSuiteIcons(modules, 'wpf');
  const noto = await openSuiteIcons(modules, 'noto');
  const fluent = await openSuiteIcons(modules, 'fluent-emoji-flat');
  const others = [glyphs, windows, noto];
  const things = flat.names.filter((name) => !LEFT_OUT.has(name) && others.some((set) => set.has(name)));
  const named = things.map((thing, label) => [thing, label] as const);
  return {
    name: 'objects',
    title: 'Everyday objects',
    metric: 'accuracy',
    classNames: things.map((thing) => iconWords(thing.replace(/-1$/, ''))),
    templates: [
      '{c}',
      'an icon of {c}',
      'a colorful icon of {c}',
      'a colorful icon of a {c}',
      'a drawing of a {c}',
      '{c} icon',
    ],
    splits: {
      train: [...(await labeledImages(glyphs, named)), ...(await labeledImages(windows, named))],
      validation: [...(await labeledImages(noto, named)), ...(await labeledImages(fluent, named))],
      test: await labeledImages(flat, named),
    },
    standsIn: 'STL10',
    standsInTitle: 'STL-10',
    differs: `${things.length} things of office and house, one flat drawing each, instead of ten kinds of animal and vehicle in photographs.`,
    notes: [
      'Train: one-color drawings of the same names by the same company (Icons8, Windows icons). Validation: emoji of the same names.',
      'Not every thing has an image in train or in validation.',
    ],
    credits: [flat, glyphs, windows, noto, fluent].map((set) => set.credit),
  };
}
