import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KernelClient } from './kernelClient.js';

// What cells declare, seen from other cells, in the real kernel.
let kernel: KernelClient;

beforeAll(async () => {
  kernel = await KernelClient.start();
});

afterAll(() => kernel?.close());

/** What the last of some cells showed; the others must run. */
async function last(...cells: readonly string[]): Promise<string> {
  let text = '';
  for (const code of cells) {
    const result = await kernel.execute(code);
    expect(result.reply.content, code).toMatchObject({ status: 'ok' });
    text = kernel.textOf(result);
  }
  return text;
}

/** What a cell said as it failed. */
async function failure(code: string): Promise<string> {
  const { content } = (await kernel.execute(code)).reply;
  expect(content['status'], code).toBe('error');
  return stripVTControlCharacters((content['traceback'] as string[]).join('\n'));
}

describe('one binding has one value', () => {
  const cases: readonly (readonly [what: string, shown: string, ...cells: string[]])[] = [
    ['let', '2', 'let t = 1; const read = () => t', 't = 2; read()'],
    ['var', '3', 'var v = 1; function readV() { return v }', 'v = 3; readV()'],
    ['what a function of an earlier cell assigns', '7', 'let w = 1; const setW = () => { w = 7 }', 'setW(); w'],
    ['what a later cell declares again', 'new', "const c = 'old'; const readC = () => c", "const c = 'new'", 'readC()'],
    [
      'a function declared again',
      '2',
      'function f() { return 1 } const callF = () => f()',
      'function f() { return 2 }',
      'callF()',
    ],
    ['a class declared again', '2', 'class K { n = 1 } const makeK = () => new K()', 'class K { n = 2 }', 'makeK().n'],
    [
      'a class with itself inside',
      'true',
      'class Self { static one = new Self(); static again() { return new Self() } }',
      'Self.again() instanceof Self && Self.one instanceof Self',
    ],
    ['an enum, run again with fewer members', 'undefined', 'enum E { A, B }', 'enum E { A }', 'String((E as any).B)'],
    [
      'destructuring with defaults, renaming and rest',
      '[1,5,3,{"z":9},[8]]',
      'let { a, b: b2 = 5, c: { d: d3 }, ...more } = { a: 1, c: { d: 3 }, z: 9 } as any; let [, ...tail] = [7, 8]; const all = () => JSON.stringify([a, b2, d3, more, tail])',
      'all()',
    ],
    [
      'destructuring assignment and swap',
      '[2,1]',
      'let s1 = 1, s2 = 2; const pair = () => JSON.stringify([s1, s2])',
      '[s1, s2] = [s2, s1]; pair()',
    ],
    ['shorthand of a name of an earlier cell', '{"sh":4}', 'let sh = 4', 'JSON.stringify({ sh })'],
    [
      'a property with the name of a variable',
      '11',
      'const o = { key: 11 }; let key = 5',
      'const { key: renamed } = o; renamed',
    ],
    [
      'shorthand assignment',
      '12',
      'let key2 = 1; const readKey2 = () => key2',
      '({ key2 } = { key2: 12 }); readKey2()',
    ],
    [
      'a parameter of the same name',
      '[9,1]',
      'let p = 1; const useP = (p: number) => p',
      'JSON.stringify([useP(9), p])',
    ],
    ['a variable of a block of the same name', '1', 'let q = 1; { let q = 2; q++; } for (let q = 0; q < 3; q++); q'],
    [
      'loops that declare for the whole cell',
      '[3,"2","c"]',
      'for (var i = 0; i < 3; i++); for (var k in [1, 2, 3]); for (var x of ["a", "b", "c"]); const ends = () => JSON.stringify([i, k, x])',
      'ends()',
    ],
    [
      'async functions',
      '5',
      'let later = 1; const readLater = async () => { await null; return later }',
      'later = 5; await readLater()',
    ],
    [
      'generators',
      '[6,6]',
      'let yielded = 1; function* twice() { yield yielded; yield yielded }',
      'yielded = 6; JSON.stringify([...twice()])',
    ],
    ['getters of a class', '8', 'let got = 1; class G { get got() { return got } }', 'got = 8; new G().got'],
    [
      'generic functions, types and interfaces',
      'abc',
      'interface Box<T> { inside: T } type Text = Box<string>; function open<T>(box: Box<T>): T { return box.inside }',
      'const box: Text = { inside: "abc" }; open(box)',
    ],
    [
      'names that a compiler uses',
      '[1,2,3]',
      'const require = 1, exports = 2, module = 3;',
      'JSON.stringify([require, exports, module])',
    ],
    [
      'names that the kernel uses',
      '[3,1]',
      'let step = 1, binding = 1',
      'for (const _ of [1, 2]) step++; JSON.stringify([step, binding])',
    ],
    ['an import after such names', 'b', 'import { basename } from "node:path"; basename("/a/b")'],
    ['a name of an object without a prototype', '5', 'const toString = 5, constructor = 6', 'toString'],
    ['a function before its declaration', '4', 'let came = early(); function early() { return 4 } came'],
    [
      'what a cell exports',
      '6',
      'export const out = 1; export default function outer() { return out } export { out as other }; export type Out = number; export enum Way { In = 4 }',
      'const typed: Out = out; typed + outer() + Way.In',
    ],
    [
      'namespaces, also some cells later',
      '[9,5]',
      'namespace Space { export const z = 5; export namespace Inner { export let w = 1 } }',
      'Space.Inner.w = 9;',
      'JSON.stringify([Space.Inner.w, Space.z])',
    ],
    [
      'a namespace’s name for something else',
      '7',
      'namespace Once { export const z = 5 }',
      'const Once = 6',
      '1',
      'Once + 1',
    ],
    ['recursion', '120', 'function fact(n: number): number { return n < 2 ? 1 : n * fact(n - 1) }', 'fact(5)'],
    [
      'tagged templates and calls without a this',
      'true',
      'function tag(this: unknown, ..._: unknown[]) { return this === globalThis }',
      'tag`x`',
    ],
    [
      'operators that assign',
      '[3,4,1]',
      'let n1 = 2, n2 = 2, n3: number | undefined; const ns = () => JSON.stringify([n1, n2, n3])',
      'n1++; n2 *= 2; n3 ??= 1; ns()',
    ],
    [
      'names of functions',
      '["arrow","fn","Cls","assigned"]',
      'const arrow = () => 1, fn = function () {}, Cls = class {}; let assigned: Function',
      'assigned = () => 2; JSON.stringify([arrow, fn, Cls, assigned].map((g) => g.name))',
    ],
    [
      'names of functions that are assigned if there is none',
      'named',
      'let named: any',
      'named ??= () => 1; named.name',
    ],
  ];
  it.each(cases)('%s', async (_, shown, ...cells) => {
    expect(await last(...cells)).toBe(shown);
  });

  it('of a module that changes it', async () => {
    writeFileSync(
      join(kernel.folder, 'counter.ts'),
      'export let count = 0;\nexport const bump = (): void => {\n  count++;\n};\n',
    );
    expect(
      await last("import { count, bump } from './counter'; const seen = () => count", 'bump(); bump(); count + seen()'),
    ).toBe('4');
  });

  it('and stays quick', async () => {
    const ms = Number(
      await last(
        'let sum = 0; const before = performance.now(); for (let k = 0; k < 1e7; k++) sum += k; performance.now() - before',
      ),
    );
    expect(ms).toBeLessThan(8_000); // of 11 s when names were properties of a proxy
  });
});

describe('a cell that fails', () => {
  it('leaves what it did not reach as it was', async () => {
    await last(
      'const load = async (fails: boolean) => { if (fails) throw new Error("down"); return 5 }',
      'const data = await load(false)',
    );
    expect(await failure('const data = await load(true)')).toContain('Error: down');
    expect(await last('data')).toBe('5');
    expect(await failure('const reached = "yes"; const data: string = (await load(true)) as any')).toContain('down');
    expect(await last('data + 1')).toBe('6'); // a number still, for the compiler too
    expect(await last('reached')).toBe('yes');
  });

  it('declares nothing that it did not reach', async () => {
    await failure('const unreached = await load(true); class NeverClass {} function hoisted() { return 1 }');
    expect(await failure('unreached')).toContain("Cannot find name 'unreached'");
    expect(await failure('new NeverClass()')).toContain("Cannot find name 'NeverClass'");
    expect(await last('hoisted()')).toBe('1');
  });

  it('declares nothing when it does not compile', async () => {
    await failure('const half: number = "a"; const other = 1');
    expect(await failure('other')).toContain("Cannot find name 'other'");
  });

  it('is told of in its author’s words', async () => {
    await last('const notAFunction: any = 5');
    expect(await failure('notAFunction()')).toContain('notAFunction is not a function');
  });
});

describe('await at the top', () => {
  const cases: readonly (readonly [code: string, shown: string])[] = [
    ['const af = async () => 3; await (af())', '3'],
    ['(await (af())) + 1', '4'],
    ['await [1, 2].length', '2'],
    ['await -1', '-1'],
    ['let total = 0; for await (const x of [1, Promise.resolve(2)]) total += x; total', '3'],
    ['if (true) { await null; } "in a block"', 'in a block'],
  ];
  it.each(cases)('%s', async (code, shown) => {
    expect(await last(code)).toBe(shown);
  });

  it('imports modules by name', async () => {
    expect(
      await last("const fs = await import('node:fs')", 'typeof fs.existsSync + typeof fs.default.existsSync'),
    ).toBe('functionfunction');
    expect(await last("const { createReadStream } = await import('node:fs')", 'typeof createReadStream')).toBe(
      'function',
    );
    expect(await last("const lazy = () => import('node:fs')", 'typeof (await lazy()).readFileSync')).toBe('function');
    expect(
      await last("async function lazily() { return import('node:fs') }", 'typeof (await lazily()).readFileSync'),
    ).toBe('function');
  });
});

describe('the last value', () => {
  it('is shown, be it null, and not when it is undefined', async () => {
    expect(await last('null')).toBe('null');
    expect(await last('const nothing = () => null; nothing()')).toBe('null');
    expect(await last('await Promise.resolve(null)')).toBe('null');
    expect(await last('undefined')).toBe('');
    expect(await last('false')).toBe('false');
  });

  it('may use what this Node has', async () => {
    expect(await last('[3, 1, 2].toSorted().join()')).toBe('1,2,3');
    expect(await last('[3, 1, 2].with(0, 9).toReversed().concat(new Float32Array([2, 1]).toSorted()[0]).join()')).toBe(
      '2,1,9,1',
    );
    expect(await last('"a".isWellFormed()')).toBe('true');
  });
});
