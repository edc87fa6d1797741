import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { ROOMS } from '../scripts/rooms.mjs';

it('the rooms that the lint rule knows are the folders of lib, and those that CONTRIBUTING names in their order', () => {
  const folders = readdirSync('lib', { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const others = ['bin', 'dist', 'node_modules', 'setup'];
  const rooms = folders.map(({ name }) => name).filter((name) => !others.includes(name));
  expect(rooms.sort()).toEqual([...ROOMS].sort());

  const arrows = readFileSync('CONTRIBUTING.md', 'utf8')
    .split('\n')
    .find((line) => line.startsWith('`io` →'));
  expect(arrows?.split(' → ').map((room) => room.replaceAll('`', ''))).toEqual(ROOMS);
});
