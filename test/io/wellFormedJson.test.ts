import fc from 'fast-check';
import { expect, it } from 'vitest';
import { wellFormedJson } from '../../lib/io/wellFormedJson.js';

/** Texts of halves of characters, of escapes that look like them, and of whole ones. */
const text = fc
  .array(fc.constantFrom('\ud800', '\udbff', '\udc00', '\udfff', '\\', '\\ud800', 'u', 'd8', '😀', '"', 'é', '\n'))
  .map((parts) => parts.join(''));

it('is the JSON of the same value with every half of a character replaced', () => {
  fc.assert(
    fc.property(text, text, (name, value) => {
      const json = wellFormedJson({ [name]: [value, { value }] });
      // What UTF-8 makes of a text is what Node says of it.
      const whole = (torn: string): string => Buffer.from(torn).toString();
      expect(Buffer.from(json).toString()).toBe(json);
      expect(JSON.parse(json)).toEqual({ [whole(name)]: [whole(value), { value: whole(value) }] });
    }),
  );
});
