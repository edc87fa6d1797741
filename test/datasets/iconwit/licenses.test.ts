import { expect, it } from 'vitest';
import { licenseFamily } from '../../../lib/datasets/iconwit/licenses.js';

it.each([
  ['MIT', 'MIT'],
  ['Apache-2.0', 'Apache'],
  ['CC0-1.0', 'CC0'],
  ['CC-BY-4.0', 'CC-BY'],
  ['CC-BY-3.0', 'CC-BY'],
  ['CC-BY-SA-4.0', 'CC-BY-SA'],
  ['ISC', 'ISC'],
  ['OFL-1.1', 'OFL'],
])('keeps %s as %s', (spdx, family) => {
  expect(licenseFamily(spdx)).toBe(family);
});

it.each([
  'CC-BY-NC-4.0',
  'CC-BY-ND-4.0',
  'CC-BY-NC-SA-4.0',
  'GPL-3.0',
  'GPL-2.0-or-later',
  'AGPL-3.0',
  'MPL-2.0',
  'Unlicense',
  'mit',
  'MIT License',
  '',
  'Open Font License',
])('drops "%s"', (spdx) => {
  expect(licenseFamily(spdx)).toBeUndefined();
});
