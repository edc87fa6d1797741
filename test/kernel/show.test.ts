import fc from 'fast-check';
import { expect, it } from 'vitest';
import { bundleOf } from '../../lib/kernel/show.js';

it('a sentence is a paragraph, which breaks between words, and plain text for a terminal', () => {
  expect(bundleOf('16 of 27 datasets: a < b & c')).toEqual({
    'text/html': '<p>16 of 27 datasets: a &lt; b &amp; c</p>',
    'text/plain': '16 of 27 datasets: a < b & c',
  });
});

it('what is aligned by lines or spaces, and what is no text, stays plain', () => {
  for (const text of ['one\ntwo', 'a  1', 'a\t1', '']) expect(bundleOf(text)).toEqual({ 'text/plain': text });
  expect(bundleOf(7)).toEqual({ 'text/plain': '7' });
  expect(bundleOf({ a: 1 })).toEqual({ 'text/plain': '{ a: 1 }' });
});

it('no text is taken for markup', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const html = bundleOf(text)['text/html'];
      if (typeof html === 'string') expect(html.slice(3, -4)).not.toMatch(/[<>"]/);
    }),
  );
});
