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
        const travelled = JSON.parse(JSON.stringify(packed.state)) as Json;
        expect(unpackState(travelled, packed.bufferPaths, packed.buffers)).toEqual({ ...state });
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

  it('leaves what it is given as it was', () => {
    const state = { a: {} };
    expect(unpackState(state, [['a', 'b']], [Uint8Array.of(1)])).toEqual({ a: { b: Uint8Array.of(1) } });
    expect(state).toEqual({ a: {} });
  });
});
