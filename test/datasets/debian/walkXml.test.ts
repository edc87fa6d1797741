import { describe, expect, it } from 'vitest';
import { svgMetadata } from '../../../lib/datasets/debian/svgMetadata.js';
import { walkXml } from '../../../lib/datasets/debian/walkXml.js';
import { createReadingBudget } from '../../../lib/io/readingBudget.js';

const budget = (limits = {}) => createReadingBudget('a.svg', 'dataset', limits);
const steps = (xml: string, limits = {}): string[] =>
  [...walkXml(xml, budget(limits))].map((step) =>
    step.kind === 'text' ? step.text : step.kind === 'open' ? `<${step.name}>` : `</${step.name}>`,
  );

describe('walkXml', () => {
  it('gives elements and text in order, entities decoded, and passes over what is neither', () => {
    const head = '\ufeff<?xml version="1.0"?>\n<!-- a > b --><!DOCTYPE svg [<!ENTITY ns "http://a/>">]>';
    expect(steps(`${head}<svg a='>' b="'"><p/>x &lt; y &#228;<![CDATA[<&amp;>]]></svg>\n`)).toEqual([
      ...['<svg>', '<p>', '</p>', 'x < y ä', '<&amp;>', '</svg>'],
    ]);
  });

  it('gives attributes, decoded, and none that is not there', () => {
    const [svg] = [...walkXml(`<svg  a:b = "&quot;1&quot;"\n c='2' />`, budget())];
    expect(svg?.kind).toBe('open');
    if (svg?.kind !== 'open') return;
    expect(['a:b', 'c', 'd'].map((name) => svg.attribute(name))).toEqual(['"1"', '2', undefined]);
  });

  it.each([
    ['<svg>', /<svg> is not closed/],
    ['<svg></g></svg>', /<\/g> closes what is not open/],
    ['<svg/><svg/>', /a second root/],
    ['x<svg/>', /outside of its root/],
    ['<svg/>x', /outside of its root/],
    ['<svg a=1/>', /is no tag/],
    ['<svg a/>', /is no tag/],
    ['<svg a="1"b="2"/>', /is no tag/],
    ['<svg a="1" a="2"/>', /is no tag/],
    ['<svg a="<"/>', /is no tag/],
    ['<svg a="1', /is no tag/],
    ['<1/>', /is no tag/],
    ['<svg', /is no tag/],
    ['<svg><!-- ', /--> is missing/],
    ['<svg><![CDATA[ ]]', /]]> is missing/],
    ['<!DOCTYPE svg [', /document type is not closed/],
  ])('%s is no document', (xml, words) => {
    expect(() => steps(xml)).toThrow(words);
  });

  it('keeps to its budget of elements and of levels', () => {
    expect(() => steps('<a>'.repeat(40) + '</a>'.repeat(40))).toThrow(/nests 33 levels deep/);
    expect(() => steps(`<a>${'<b/>'.repeat(20)}</a>`, { entries: 10 })).toThrow(/has 11 entries/);
  });
});

describe('svgMetadata', () => {
  const work = (inside: string, behind = ''): string =>
    `<svg><title>not this</title><metadata><rdf:RDF><cc:Work rdf:about="">${inside}</cc:Work>` +
    `<cc:License><dc:title>nor this</dc:title></cc:License></rdf:RDF></metadata>${behind}</svg>`;

  it('is that of the work, whatever the prefixes', () => {
    const inside =
      '<dc:title>A dog</dc:title><description>It <b>barks</b>.</description>' +
      '<dc:subject><rdf:Bag><rdf:li>dog</rdf:li><rdf:li/><li>pet</li></rdf:Bag></dc:subject>' +
      '<dc:creator><cc:Agent><dc:title>Ann</dc:title></cc:Agent></dc:creator>' +
      '<dc:rights><cc:Agent><dc:title>Bob</dc:title></cc:Agent></dc:rights>' +
      '<cc:license rdf:resource="http://web.resource.org/cc/PublicDomain"/>';
    expect(svgMetadata(work(inside), budget())).toEqual({
      title: 'A dog',
      description: 'It .',
      keywords: ['dog', '', 'pet'],
      creator: 'Ann',
      license: 'http://web.resource.org/cc/PublicDomain',
    });
  });

  it('is read without the drawing behind it', () => {
    expect(svgMetadata(work('<dc:title>A dog</dc:title>', '<path d="M"'.repeat(3)), budget()).title).toBe('A dog');
  });

  it('is empty where there is none', () => {
    expect(svgMetadata('<svg><Work><title>x</title></Work></svg>', budget()).title).toBe('');
  });
});
