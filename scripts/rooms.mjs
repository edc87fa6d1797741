/** The rooms of lib, in order: a room may import from rooms before it in this list and never from one after it. */
export const ROOMS = [
  'io',
  'hub',
  'engine',
  'text',
  'image',
  'models',
  'weights',
  'loss',
  'datasets',
  'train',
  'eval',
  'apps',
  'experiments',
  'figures',
  'kernel',
  'cli',
];
