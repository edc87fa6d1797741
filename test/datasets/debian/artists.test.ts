import { describe, expect, it } from 'vitest';
import { artistHalf, artistKey } from '../../../lib/datasets/debian/artists.js';

describe('the split by artists', () => {
  it.each([
    ['AJ Ashton', 'A.J. Ashton'],
    ['Sérgio Luiz Araújo Silva', 'Sergio Luiz Araujo Silva'],
    ['Joshua Warren', 'Joshua Warren (jwasheville@yahoo.com)'],
    ['Martin Kozák', 'Martin Kozák <martin.kozak@openoffice.cz>'],
    ['Mo', 'mo'],
    ['Jean-Victor Balin', 'Jean-Vitor Balin'],
    ['Francesco Rollandin', 'Architetto Francesco Rollandin'],
    ['Nathan Eady', 'Nathan Eady et al.'],
    ['ralf@ark.in-berlin.de', 'mailto:ralf@ark.in-berlin.de'],
  ])('%s is %s', (one, other) => {
    expect(artistKey(one)).toBe(artistKey(other));
  });

  it('artists who drew together are on one side', () => {
    for (const joint of [
      ...['Nicu Buculei and Nathan Eady', 'Nathan Eady and Nicu Buculei', 'Caleb Moore and Christian Schaller'],
      ...['Cezary Biele and Christian Schaller', 'Daniel McRae and Christian Schaller', 'Nurbldoff, KSC'],
      ...['Lauris Kaplinski and Christian Schaller', 'Trent Buck and Anonmoos'],
    ])
      for (const name of joint.split(/ and |, KSC/).filter(Boolean))
        expect([name, artistHalf(name)]).toEqual([name, artistHalf(joint)]);
  });

  it('other names are other artists, about as many on each side', () => {
    expect(artistKey('Ann Lee')).not.toBe(artistKey('Ann Li'));
    const halves = Array.from({ length: 1000 }, (_, k) => artistHalf(`Artist ${k}`));
    expect(Math.abs(halves.filter((half) => half === 'train').length - 500)).toBeLessThan(60);
  });

  it('is fixed: what is held out today stays so', () => {
    const names = ['Danny Allen', 'Nicu Buculei', 'codifiedivining', 'Jose Hevia', 'Gerald G.', 'Francesco Rollandin'];
    expect(names.map(artistHalf)).toEqual(['train', 'train', 'heldout', 'heldout', 'heldout', 'heldout']);
  });
});
