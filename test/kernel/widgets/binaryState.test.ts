import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packState, unpackState } from '../../../lib/kernel/widgets/binaryState.js';
import type { Json } from '../../../lib/kernel/wireMessage.js';

describe('packState', () => {
  it('takes bytes out of objects and lists, with their places', () => {
    const { state, bufferPaths, buffers } = packState({
      name: 'a',
      pixels: Uint8Array.of(1, 2),
      files: [{ bytes: Float32Array.of(1) }, Uint8Array.of(3).buffer],
    });
    expect(state).toEqual({ name: 'a', files: [{}, null] });
    expect(bufferPaths).toEqual([['pixels'], ['files', 0, 'bytes'], ['files', 1]]);
    expect(buffers.map((buffer) => [...buffer])).toEqual([[1, 2], [0, 0, 128, 63], [3]]);
  });

  it('takes of a view only what it views', () => {
    const { buffers } = packState({ part: Uint8Array.of(1, 2, 3, 4).subarray(1, 3) });
    expect(buffers.map((buffer) => [...buffer])).toEqual([[2, 3]]);
  });

  it('is undone by unpackState, for any state', () => {
    const leaf = fc.oneof(fc.string(), fc.integer(), fc.constant(null), fc.uint8Array());
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { depthSize: 'small' },
        leaf,
        fc.array(tie('tree')),
        fc.dictionary(fc.stringMatching(/^[a-z]+$/), tie('tree')),
      ),
    }));
    fc.assert(
      fc.property(fc.dictionary(fc.stringMatching(/^[a-z]+$/), tree), (state) => {
        const packed = packState(state as Json);
        const traveled = JSON.parse(JSON.stringify(packed.state)) as Json;
        expect(unpackState(traveled, packed.bufferPaths, packed.buffers)).toEqual({ ...state });
      }),
    );
  });
});

describe('unpackState', () => {
  it('refuses places that are not there', () => {
    expect(() => unpackState({}, [['a', 'b']], [Uint8Array.of(1)])).toThrow(RangeError);
    expect(() => unpackState({ a: 1 }, [['a', 'b']], [Uint8Array.of(1)])).toThrow('["a","b"]');
    expect(() => unpackState({}, [[]], [Uint8Array.of(1)])).toThrow(RangeError);
    expect(() => unpackState({}, [['a']], [])).toThrow(RangeError);
    expect(() => unpackState({ a: {} }, [['a', '__proto__']], [Uint8Array.of(1)])).toThrow(RangeError);
  });

  it.each([
    ['__proto__', 'polluted'],
    ['constructor', 'prototype', 'polluted'],
    ['a', '__proto__', 'polluted'],
    ['a', 'toString', 'polluted'],
    ['list', '__proto__', 'polluted'],
    ['list', 'length'],
    ['list', 'push'],
    ['list', -1],
    ['list', 2],
    ['list', 0.5],
    ['a', ['b']],
    ['a', { toString: 'b' }],
  ])('never leaves the state: %j', (...path) => {
    const state = JSON.parse('{"a": {}, "list": [null, 1]}') as Json;
    expect(() => unpackState(state, [path as string[]], [Uint8Array.of(1)])).toThrow(RangeError);
    expect(({} as Json)['polluted']).toBeUndefined();
    expect(([] as unknown as Json)['polluted']).toBeUndefined();
    expect((Object as unknown as Json)['polluted']).toBeUndefined();
  });

  it('takes a key of the prototype that the state itself has', () => {
    const state = JSON.parse('{"__proto__": {"own": {}}}') as Json;
    const whole = unpackState(state, [['__proto__', 'own', 'bytes']], [Uint8Array.of(1)]);
    expect(Object.getPrototypeOf(whole)).toBe(Object.prototype);
    expect(JSON.stringify(whole)).toContain('"bytes"');
  });

  it.each([5, null, 'paths', [5], [null]])('refuses %j for paths', (paths) => {
    expect(() => unpackState({}, paths as unknown as string[][], [Uint8Array.of(1)])).toThrow(RangeError);
  });

  it('leaves what it is given as it was', () => {
    const state = { a: {} };
    expect(unpackState(state, [['a', 'b']], [Uint8Array.of(1)])).toEqual({ a: { b: Uint8Array.of(1) } });
    expect(state).toEqual({ a: {} });
  });
});
