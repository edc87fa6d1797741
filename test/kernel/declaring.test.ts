import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KernelClient } from './kernelClient.js';

// Rarer ways to declare and to import, seen from later cells, in the real kernel.
let kernel: KernelClient;

beforeAll(async () => {
  kernel = await KernelClient.start();
});

afterAll(() => kernel?.close());

/** Of cells in order, each with what it shows. */
type Cells = readonly (readonly [code: string, shown: string])[];

const cases: readonly (readonly [what: string, cells: Cells])[] = [
  [
    'a pattern in the head of a loop',
    [
      ['for (var [p1, { q: p2 = 4 }] of [[1, {}], [2, { q: 5 }], [3, {}]] as [number, { q?: number }][]);', ''],
      ['p1.toFixed() + p2.toFixed()', '34'],
      ['for (var [p1] of [["a"]]);', ''],
      ['p1.length + p2', '5'],
      ['for (var [h1, h2] = [1, 2] as [number, number], h3 = "x"; h1 < 5; h1++);', ''],
      ['h1 + h2 + h3.length', '8'],
    ],
  ],
  [
    '`var` in a branch, a block or another statement',
    [
      ['if (true) var b1 = 1; else var b2 = "two"; { { var b3 = 3 } }', ''],
      ['JSON.stringify([b1, b2, b3])', '[1,null,3]'],
      ['while (true) { var w1 = 1; break } do var w2 = 2; while (false); for (const z of [1]) var w3 = z;', ''],
      ['w1 + w2 + w3', '4'],
      ['try { var t1 = 1; throw 1 } catch { var t2 = 2 } finally { var t3 = 3 }', ''],
      ['t1 + t2 + t3', '6'],
      ['const b1 = "text"', ''],
      ['b1.length', '4'],
      ['if (false) var never = 3;', ''],
      ['String(never)', 'undefined'],
    ],
  ],
  [
    '`var` in a switch',
    [
      ['switch (2 as number) { case 1: var s1 = "a"; case 2: var s2 = "b"; let own = 4; default: var s3 = own }', ''],
      ['JSON.stringify([s1, s2, s3])', '[null,"b",4]'],
      ['switch (1) { case 1: var s2: any = 5 }', ''],
      ['s2 + s3', '9'],
    ],
  ],
  [
    'such variables of the cell’s own types and of imported ones',
    [
      ['import { EventEmitter } from "node:events"; interface Own { a: number } class Held<T> { v?: T }', ''],
      ['if (true) var em = new EventEmitter(), held = new Held<Own>(), get = (a: number): Own => ({ a })', ''],
      ['held.v = get(4); em.listenerCount("x") + held.v.a', '4'],
      ['const wrong: string = "" + held.v!.a; wrong', '4'],
    ],
  ],
  [
    'names that begin with underscores',
    [
      ['const __two = 2, _one = 1; function ___three() { return 3 } for (var __loop of [9]);', ''],
      ['__two + _one + ___three() + __loop', '15'],
    ],
  ],
  [
    'additions to the global scope',
    [
      ['declare global { var gl: number; interface Shape { sides: number; name: string } }\ngl = 5; gl', '5'],
      ['1', '1'],
      ['globalThis.gl + gl', '10'],
      ['declare global { var gl: string; interface Shape { sides: string } }', ''],
      ['gl = "new"; gl.length', '3'],
      ['const shape: Shape = { sides: "four", name: "square" }; shape.sides.length', '4'],
      ['declare global { interface Array<T> { second(): T } function added(): number }', ''],
      ['declare global { interface Array<T> { third(): T } var gx: number, gy: number }', ''],
      ['declare global { var gx: string }', ''],
      [
        'Array.prototype.second = function () { return this[1] }; Array.prototype.third = function () { return this[2] };',
        '',
      ],
      ['gx = "x"; gy = 1; [4, 5, 6].second() + [4, 5, 6].third() + gx.length + gy', '13'],
      ['const gl = [1, 2, 3]', ''],
      ['gl.length + String(globalThis.gl)', '3new'],
    ],
  ],
  [
    'modules by `import name = require()`',
    [
      [
        'import fs3 = require("node:fs"); import assert3 = require("node:assert"); assert3(true); fs3.existsSync("/")',
        'true',
      ],
      ['1', '1'],
      [
        'let stats: fs3.Stats | undefined; assert3(true); typeof assert3.equal + typeof fs3.statSync + stats',
        'functionfunctionundefined',
      ],
      ['export import Emitter = require("node:events"); class Mine extends Emitter {}', ''],
      ['new Mine().listenerCount("a") + new Emitter().listenerCount("b")', '0'],
      ['const fs3 = 5', ''],
      ['fs3 + 1', '6'],
      ['import fs3 = require("node:path");', ''],
      ['fs3.basename("/a/b")', 'b'],
    ],
  ],
  [
    'second names of namespaces',
    [
      ['namespace Outer { export namespace Inner { export const y = 6 } }\nimport Short = Outer.Inner;', ''],
      ['1', '1'],
      ['Short.y', '6'],
      ['const Short = "text"', ''],
      ['Short.length', '4'],
    ],
  ],
  [
    'decorated classes',
    [
      [
        'function tagged(c: any) { c.tag = "tagged" } function twice(_: any, __: string, d: PropertyDescriptor) { const own = d.value; d.value = function () { return own.call(this) + own.call(this) } }',
        '',
      ],
      [
        '@tagged class D1 { static one = new D1(); n = 1; @twice m() { return "m" } static again() { return new D1() } }',
        '',
      ],
      ['(D1 as any).tag + new D1().m() + D1.one.n + (D1.again() instanceof D1)', 'taggedmm1true'],
      ['@tagged class D1 { own = "new" }', ''],
      ['new D1().own.length', '3'],
    ],
  ],
];

describe('later cells know of', () => {
  it.each(cases)('%s', async (_, cells) => {
    for (const [code, shown] of cells) {
      const result = await kernel.execute(code);
      expect(result.reply.content, code).toMatchObject({ status: 'ok' });
      if (shown !== '') expect(kernel.textOf(result), code).toBe(shown);
    }
  });
});

it('`import.meta` is that of the notebook, and of a module that of its own', async () => {
  mkdirSync(join(kernel.folder, 'below'), { recursive: true });
  writeFileSync(
    join(kernel.folder, 'below', 'own.ts'),
    'export const own = new URL("x.json", import.meta.url).href;\n',
  );
  const folder = pathToFileURL(kernel.folder).href;
  const shown = await kernel.execute(
    'import { own } from "./below/own"; const here = import.meta; [own, new URL("x.json", here.url).href, here.resolve("./y"), here.resolve("fs"), here.dirname].join("\\n")',
  );
  expect(kernel.textOf(shown).split('\n')).toEqual([
    `${folder}/below/x.json`,
    `${folder}/x.json`,
    `${folder}/y`,
    'node:fs',
    kernel.folder,
  ]);
});

it('a decorator of the newer kind is refused with the kind that cells have', async () => {
  const { content } = (
    await kernel.execute('function newer(_: any, context: ClassDecoratorContext) {}\n@newer class No {}')
  ).reply;
  expect(stripVTControlCharacters((content['traceback'] as string[]).join('\n'))).toMatch(/experimentalDecorators/);
});
