import { describe, expect, it } from 'vitest';
import { UserError } from '../../lib/io/userError.js';
import { fillTemplate } from '../../lib/text/fillTemplate.js';

describe('fillTemplate', () => {
  it('puts the class name at every {c}, as it is written', () => {
    expect(fillTemplate('{c}: an icon of a {c}.', '$& {c}')).toBe('$& {c}: an icon of a $& {c}.');
  });

  it('refuses a template without a place for the name', () => {
    expect(() => fillTemplate('a photo of a {}.', 'dog')).toThrow(UserError);
  });
});
