import { describe, expect, it } from 'vitest';
import { drawingNames } from '../../../lib/datasets/debian/drawingNames.js';
import type { Drawing } from '../../../lib/datasets/debian/readOpenclipart.js';
import { withoutSeries } from '../../../lib/datasets/debian/withoutSeries.js';

const drawing = (path: string, title: string, artist = 'Ann Lee'): Drawing => ({
  ...{ path, title, artist, description: '', keywords: [], license: 'CC-PDDC', svg: '' },
});
const nameOf = (path: string, title: string, artist?: string): string =>
  drawingNames([drawing(path, title, artist)]).get(path)!;

describe('what a drawing is called', () => {
  it.each([
    ['food/apple.svg', 'Ice_Cream (B and W) 2', 'ice cream black and white'],
    ['food/apple.svg', 'flamand_bw', 'flamand black and white'],
    ['food/apple.svg', 'Clipart by Nicu Buculei - birthday_cake', 'birthday cake'],
    ['food/apple.svg', 'tree - RPG map elements', 'tree'],
    ['food/apple.svg', '03_fullmoon_openclipart', '03 fullmoon'],
    ['food/apple.svg', 'Heart-ballons', 'heart ballons'],
    ['food/apple.svg', 'Part of the Flat Icon Collection (Wed Aug 25 23:29:46 2004)', 'apple'],
    ['food/zoom_out.svg', 'Lemon SVG theme', 'zoom out'],
    ['shapes/stars/star_35pt16step.svg', 'SVG Stars', ''],
    ['shapes/fc05.svg', '', ''],
  ])('%s with the title "%s" is "%s"', (path, title, name) => {
    expect(nameOf(path, title)).toBe(name);
  });

  it('a file’s name is said without its artist', () => {
    expect(nameOf('food/apple_martin_schmidt-li_01r.svg', '', 'Martin Schmidt-Linden')).toBe('apple');
    expect(nameOf('food/red_apple_nicu_buculei_01.svg', '', 'Nicu Buculei')).toBe('red apple');
  });

  it('a title that an artist gave to many is none of any', () => {
    const many = Array.from({ length: 5 }, (_, k) =>
      drawing(`weather/${['sun', 'rain', 'snow', 'fog', 'hail'][k]}.svg`, 'Cloud'),
    );
    expect([...drawingNames(many).values()]).toEqual(['sun', 'rain', 'snow', 'fog', 'hail']);
    expect([...drawingNames(many.slice(1)).values()]).toEqual(['cloud', 'cloud', 'cloud', 'cloud']);
  });
});

describe('near-identical series', () => {
  it('keep a few of each name that differs in numbers and colors alone, by artist and folder', () => {
    const colors = ['red', 'green', 'blue', 'yellow', 'orange', 'pink'];
    const lamps = colors.map((color) => drawing(`signs/lamp-${color}.svg`, `Lamp (${color})`));
    const others = [drawing('signs/house.svg', 'House'), drawing('signs/lamp.svg', 'Lamp', 'Bob')];
    const kept = withoutSeries([...lamps, ...others]);
    expect(kept).toHaveLength(6);
    expect(kept.slice(-2)).toEqual(others);
    expect(
      withoutSeries([...lamps, ...others].reverse())
        .map(({ path }) => path)
        .sort(),
    ).toEqual(kept.map(({ path }) => path).sort());
  });

  it('keep 24 of a folder of computed variants', () => {
    const stars = Array.from({ length: 100 }, (_, k) => drawing(`shapes/stars/star_${k}pt16step.svg`, 'gramastar'));
    expect(withoutSeries(stars)).toHaveLength(24);
  });
});
