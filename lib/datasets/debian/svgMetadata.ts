import type { ReadingBudget } from '../../io/readingBudget.js';
import { walkXml } from './walkXml.js';

/** What an SVG's RDF metadata says of it, as written. */
export interface SvgMetadata {
  readonly title: string;
  readonly description: string;
  readonly keywords: readonly string[];
  readonly creator: string;
  /** The address of the license; '' where it states none. */
  readonly license: string;
}

/** Paths of elements below the Work, without their prefixes, to the text they hold. */
const TEXTS: Readonly<Record<string, 'title' | 'description' | 'keyword' | 'creator'>> = {
  title: 'title',
  description: 'description',
  'subject/Bag/li': 'keyword',
  'creator/Agent/title': 'creator',
};

const bare = (name: string): string => name.slice(name.indexOf(':') + 1);

/**
 * The RDF metadata of an SVG: Dublin Core's title, description, subject and creator of its Work, and Creative Commons'
 * license.
 * @throws Error for what is no well-formed XML
 */
export function svgMetadata(svg: string, budget: ReadingBudget): SvgMetadata {
  const path: string[] = [];
  const found = { title: '', description: '', creator: '', license: '' };
  const keywords: string[] = [];
  let inWork = 0;
  for (const step of walkXml(svg, budget)) {
    if (step.kind === 'text') {
      const what = inWork === 0 ? undefined : TEXTS[path.slice(inWork).join('/')];
      if (what === 'keyword') keywords[keywords.length - 1] += step.text;
      else if (what) found[what] += step.text;
    } else if (step.kind === 'open') {
      const name = bare(step.name);
      path.push(name);
      if (name === 'Work' && inWork === 0 && path.includes('metadata')) inWork = path.length;
      else if (inWork > 0 && path.length === inWork + 1 && name === 'license')
        found.license ||= step.attribute('rdf:resource') ?? '';
      else if (inWork > 0 && TEXTS[path.slice(inWork).join('/')] === 'keyword') keywords.push('');
    } else {
      path.pop();
      // What comes behind the work is the drawing, or what the license permits.
      if (path.length < inWork) break;
    }
  }
  return { ...found, keywords };
}
