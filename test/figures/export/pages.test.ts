import { Window } from 'happy-dom';
import { describe, expect, it } from 'vitest';
import type { Claim } from '../../../lib/figures/ledger/claims.js';
import { someClaim } from '../ledger/asMeasured.js';
import type { Figure } from '../../../lib/figures/figure.js';
import { figuresPage } from '../../../lib/figures/export/figuresPage.js';
import { sharedScript } from '../../../lib/figures/export/pageScript.js';
import { indexPage } from '../../../lib/figures/export/indexPage.js';

const HOSTILE = `<img src=x onerror="alert(1)"> & "</script><script>alert(2)</script>`;
const figure: Figure = {
  kind: 'figure',
  name: 'one',
  caption: HOSTILE,
  data: [{ type: 'bar', x: [1], text: [HOSTILE] }],
  layout: { width: 300, height: 200, title: { text: HOSTILE } },
  table: [],
};

/** The page as a browser reads it; scripts are not run. */
function open(html: string): Window['document'] {
  const window = new Window();
  window.document.write(html);
  return window.document;
}

describe('figuresPage', () => {
  const html = figuresPage('My <figures>', [figure, { ...figure, name: 'two', caption: 'Second.' }], sharedScript);

  it('shows names and captions as text, whatever is in them', () => {
    const document = open(html);
    expect(document.querySelectorAll('img').length).toBe(0);
    expect([...document.querySelectorAll('figcaption')].map((x) => x.textContent)).toEqual([HOSTILE, 'Second.']);
    expect(document.querySelector('h1')?.textContent).toBe('My <figures>');
    expect([...document.querySelectorAll('figure')].map(({ id }) => id)).toEqual(['one', 'two']);
    // One script a figure, between the list of them and the two that draw it: no text of a figure ends its script
    // early.
    expect(document.querySelectorAll('script').length).toBe(1 + 2 + 2);
  });

  it('holds the figures’ data unchanged, and nothing from elsewhere but the script beside it', () => {
    const given = [...html.matchAll(/figures\.push\((.*)\);<\/script>/g)].map(([, it]) => JSON.parse(it!) as unknown);
    expect(given).toEqual([0, 1].map((k) => [`plot-${k}`, figure.data, figure.layout]));
    expect(html.match(/<(script|link|img)[^>]+(src|href)=[^>]*>/g)).toEqual(['<script src="plotly.js">']);
  });
});

describe('indexPage', () => {
  const claim: Claim = someClaim('tour.x', {
    claim: HOSTILE,
    quote: HOSTILE,
    published: '<1 %',
    measured: '2 %',
    verdict: 'does not hold here',
    note: 'a & b',
  });
  const page = indexPage(
    [
      { notebook: 'data', order: 0, figure: { ...figure, caption: 'Words.' } },
      { notebook: 'tour', order: 0, figure },
    ],
    [claim],
  );

  it('shows each notebook’s figures, the command that makes them, and every claim, as text', () => {
    const document = open(page);
    expect([...document.querySelectorAll('h2')].slice(0, 2).map((x) => x.textContent)).toEqual(['data', 'tour']);
    expect([...document.querySelectorAll('code')].map((x) => x.textContent)).toEqual([
      'npm run figures -- data',
      'npm run figures -- tour',
    ]);
    const images = [...document.querySelectorAll('img')];
    expect(images.map((image) => image.getAttribute('src'))).toEqual(['data-one.png', 'tour-one.png']);
    expect(images[1]!.getAttribute('alt')).toBe(HOSTILE);
    expect(document.querySelectorAll('script, [onerror]').length).toBe(0);
    expect([...document.querySelectorAll('td')].map((x) => x.textContent)).toEqual([
      `${HOSTILE}“${HOSTILE}” (${claim.source})`,
      '<1 %',
      '2 %',
      'does not hold here',
      claim.holdsWhen,
      'a & b',
      'tour',
    ]);
    expect(document.querySelector('section:last-of-type p')!.textContent).toMatch(/^does not hold here: 1\./);
    const links = [...document.querySelectorAll('figcaption a')].map((a) => a.getAttribute('href'));
    expect(links.slice(0, 4)).toEqual(['data.html#one', 'data-one.png', 'data-one.svg', 'data-one.csv']);
  });

  it('leaves the claims out where there are none', () => {
    expect(indexPage([], [])).not.toContain('<table>');
  });
});
