import { decodeXML } from 'entities';
import type { ReadingBudget } from '../../io/readingBudget.js';

/** What a walk through a document meets, in order. */
export type XmlStep =
  | { readonly kind: 'open'; readonly name: string; readonly attribute: (name: string) => string | undefined }
  | { readonly kind: 'close'; readonly name: string }
  | { readonly kind: 'text'; readonly text: string };

const NAME = /[\p{L}_][\p{L}\p{N}_.:-]*/uy;
const SPACE = ' \t\r\n';

/**
 * Goes through an XML document: elements with their attributes, and text with its entities decoded, CDATA as it is.
 * Comments, processing instructions and the document type are passed over; entities of its own are left as they stand.
 * @param budget takes an entry a step and a level an element
 * @throws Error for what is no well-formed XML
 */
export function* walkXml(xml: string, budget: ReadingBudget): Generator<XmlStep> {
  const open: string[] = [];
  let at = 0;
  const behind = (mark: string, from: number): number => {
    const end = xml.indexOf(mark, from);
    if (end < 0) throw new Error(`${mark} is missing behind character ${at}`);
    return end + mark.length;
  };
  for (let root = false; ;) {
    const next = xml.indexOf('<', at);
    const end = next < 0 ? xml.length : next;
    if (end > at && open.length > 0) yield { kind: 'text', text: decodeXML(xml.slice(at, end)) };
    else if (
      xml
        .slice(at, end)
        .replace(/^\ufeff/, '')
        .trim() !== ''
    )
      throw new Error('text outside of its root');
    if (next < 0) break;
    budget.takeEntries();
    at = next;
    if (xml.startsWith('<!--', at)) at = behind('-->', at + 4);
    else if (xml.startsWith('<?', at)) at = behind('?>', at + 2);
    else if (xml.startsWith('<![CDATA[', at)) {
      const start = at + 9;
      at = behind(']]>', start);
      yield { kind: 'text', text: xml.slice(start, at - 3) };
    } else if (xml.startsWith('<!DOCTYPE', at)) at = doctypeEnd(xml, at);
    else if (xml[at + 1] === '/') {
      const start = at + 2;
      at = behind('>', start);
      const name = xml.slice(start, at - 1).trimEnd();
      if (open.pop() !== name) throw new Error(`</${name.slice(0, 40)}> closes what is not open`);
      yield { kind: 'close', name };
    } else {
      if (open.length === 0 && root) throw new Error('a second root');
      root = true;
      const { name, attributes, empty, end: after } = readTag(xml, at + 1);
      at = after;
      budget.checkDepth(open.length + 1);
      const attribute = (wanted: string): string | undefined => {
        const raw = attributes.get(wanted);
        return raw === undefined ? undefined : decodeXML(raw);
      };
      yield { kind: 'open', name, attribute };
      if (empty) yield { kind: 'close', name };
      else open.push(name);
    }
  }
  if (open.length > 0) throw new Error(`<${open.at(-1)!.slice(0, 40)}> is not closed`);
}

interface Tag {
  readonly name: string;
  /** As written, entities and all. */
  readonly attributes: ReadonlyMap<string, string>;
  readonly empty: boolean;
  /** The place behind its `>`. */
  readonly end: number;
}

/** Reads a tag behind its `<`: a name, and attributes in quotes. */
function readTag(xml: string, from: number): Tag {
  const damaged = (): Error => new Error(`<${xml.slice(from, from + 40)} is no tag`);
  const nameAt = (place: number): string => {
    NAME.lastIndex = place;
    const name = NAME.exec(xml)?.[0];
    if (name === undefined) throw damaged();
    return name;
  };
  const pastSpace = (place: number): number => {
    while (place < xml.length && SPACE.includes(xml[place]!)) place++;
    return place;
  };
  const name = nameAt(from);
  const attributes = new Map<string, string>();
  for (let at = from + name.length; ;) {
    const next = pastSpace(at);
    if (xml[next] === '>') return { name, attributes, empty: false, end: next + 1 };
    if (xml.startsWith('/>', next)) return { name, attributes, empty: true, end: next + 2 };
    if (next === at) throw damaged();
    const key = nameAt(next);
    const sign = pastSpace(next + key.length);
    const quote = pastSpace(sign + 1);
    if (xml[sign] !== '=' || (xml[quote] !== '"' && xml[quote] !== "'")) throw damaged();
    const close = xml.indexOf(xml[quote]!, quote + 1);
    const value = xml.slice(quote + 1, close < 0 ? quote + 1 : close);
    if (close < 0 || attributes.has(key) || value.includes('<')) throw damaged();
    attributes.set(key, value);
    at = close + 1;
  }
}

/** A document type ends at its `>` outside of brackets, quotes and comments. */
function doctypeEnd(xml: string, from: number): number {
  let inside = false;
  for (let at = from; at < xml.length; at++) {
    const sign = xml[at]!;
    if (sign === '"' || sign === "'") {
      const end = xml.indexOf(sign, at + 1);
      if (end < 0) break;
      at = end;
    } else if (sign === '[') inside = true;
    else if (sign === ']') inside = false;
    else if (sign === '>' && !inside) return at + 1;
  }
  throw new Error('its document type is not closed');
}
