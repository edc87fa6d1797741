import fc from 'fast-check';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { UserError } from '../../../lib/io/userError.js';
import { button } from '../../../lib/kernel/widgets/button.js';
import { checkbox } from '../../../lib/kernel/widgets/checkbox.js';
import type { Control, Controls, ControlValues } from '../../../lib/kernel/widgets/control.js';
import { dropdown } from '../../../lib/kernel/widgets/dropdown.js';
import { type DroppedFile, fileDrop } from '../../../lib/kernel/widgets/fileDrop.js';
import { imagePicker } from '../../../lib/kernel/widgets/imagePicker.js';
import { range } from '../../../lib/kernel/widgets/range.js';
import { slider } from '../../../lib/kernel/widgets/slider.js';
import { text } from '../../../lib/kernel/widgets/text.js';
import { tickList } from '../../../lib/kernel/widgets/tickList.js';

const images = { count: 2, width: 1, height: 1, pixels: new Uint8Array(6) };

describe('a slider', () => {
  it('starts at its value, else at its least', () => {
    expect(slider({ min: 1, max: 16, value: 4 }).value).toBe(4);
    expect(slider({ min: 1, max: 16 }).value).toBe(1);
  });

  it('steps by 1 between whole numbers, else by a hundredth', () => {
    expect(slider({ min: 0, max: 3 }).settings).toEqual({ min: 0, max: 3, step: 1 });
    expect(slider({ min: 0, max: 0.5 }).settings['step']).toBe(0.005);
  });

  it('takes any form as a number on its scale', () => {
    const control = slider({ min: -1, max: 2, step: 0.1 });
    fc.assert(
      fc.property(fc.anything(), (form) => {
        const value = control.decode(form);
        expect(value).toBeGreaterThanOrEqual(-1);
        expect(value).toBeLessThanOrEqual(2);
        expect(Math.abs(value * 10 - Math.round(value * 10))).toBeLessThan(1e-9);
      }),
    );
    expect(control.decode(0.30000000000000004)).toBe(0.3);
  });

  it('never passes its end, where the steps do not meet it', () => {
    expect(slider({ min: 0, max: 10, step: 4 }).decode(10)).toBe(10);
  });

  it('refuses a scale without numbers', () => {
    expect(() => slider({ min: 3, max: 3 })).toThrow(UserError);
    expect(() => slider({ min: 0, max: Infinity })).toThrow('found min 0 and max Infinity');
    expect(() => slider({ min: 0, max: 1, step: 0 })).toThrow('step must be above 0; found 0');
  });
});

describe('a range', () => {
  it('spans its scale unless told', () => {
    expect(range({ min: 0, max: 9 }).value).toEqual([0, 9]);
    expect(range({ min: 0, max: 9, value: [7, 3] }).value).toEqual([3, 7]);
  });

  it('takes any form as two ends in order', () => {
    const control = range({ min: 0, max: 9 });
    fc.assert(
      fc.property(fc.anything(), (form) => {
        const [low, high] = control.decode(form);
        expect(low).toBeLessThanOrEqual(high);
        expect([low >= 0, high <= 9]).toEqual([true, true]);
      }),
    );
    expect(control.describe([2, 5])).toBe('2 to 5');
  });
});

describe('a dropdown', () => {
  it('offers words, and starts with the first', () => {
    const control = dropdown(['flags', 'digits']);
    expect(control.value).toBe('flags');
    expect(control.settings).toEqual({ options: ['flags', 'digits'] });
    expect([control.encode('digits'), control.decode(1), control.decode(7)]).toEqual([1, 'digits', 'flags']);
  });

  it('offers values of any type by name', () => {
    const few = { shots: 1 };
    const many = { shots: 16 };
    const control = dropdown({ few, many }, { value: many });
    expect(control.value).toBe(many);
    expect(control.decode(0)).toBe(few);
    expect(control.describe(many)).toBe('many');
  });

  it('refuses to start with what it does not offer', () => {
    expect(() => dropdown([])).toThrow(UserError);
    expect(() => dropdown(['a', 'b'], { value: 'c' as 'a' })).toThrow('(a, b)');
  });
});

describe('the others', () => {
  it('take only forms that make sense', () => {
    expect([checkbox({ value: true }).value, checkbox().decode('yes'), checkbox().decode(true)]).toEqual([
      true,
      false,
      true,
    ]);
    expect([text({ value: 'a\nb' }).settings['lines'], text({ value: 'old' }).decode(3), text().decode('new')]).toEqual(
      [2, 'old', 'new'],
    );
    expect([button().value, button().decode(2), button().decode(-1)]).toEqual([0, 2, 0]);
    const picker = imagePicker({ images, names: ['a cat'], value: 1 });
    expect([picker.value, picker.decode(0), picker.decode(2), picker.describe(0), picker.describe(1)]).toEqual([
      1,
      0,
      1,
      'a cat',
      'image 2',
    ]);
    expect(() => imagePicker({ images: { ...images, count: 0, pixels: new Uint8Array() } })).toThrow(UserError);
  });

  it('describe words as a list', () => {
    expect(text().describe(' a dog\n\na cat ')).toBe('a dog, a cat');
  });

  it('keep lines with their ticks, and lines without words not', () => {
    const control = tickList({ value: [{ text: '{c}', ticked: true }] });
    const form = [
      { text: ' an icon of {c} ', ticked: true },
      { text: '  ', ticked: true },
      { text: 'x', ticked: 1 },
      null,
    ];
    const ticks = control.decode(form);
    expect(ticks).toEqual([
      { text: 'an icon of {c}', ticked: true },
      { text: 'x', ticked: false },
    ]);
    expect([control.describe(ticks), control.describe([])]).toEqual(['an icon of {c}', 'none']);
    expect(control.decode('x')).toEqual(control.value);
    expect(control.encode(ticks)).toEqual(ticks);
  });

  it('take a file with its bytes, and nothing less', () => {
    const control = fileDrop();
    const file = { name: 'cat.png', type: 'image/png', bytes: Uint8Array.of(1) };
    expect(control.decode(file)).toEqual(file);
    expect(control.decode({ name: 'cat.png', type: 'image/png' })).toBeUndefined();
    expect(control.decode(null)).toBeUndefined();
    expect([control.describe(file), control.describe(undefined)]).toEqual(['cat.png', 'no file']);
  });
});

it('values have the types of their controls', () => {
  const read = <Named extends Controls>(controls: Named): ControlValues<Named> =>
    Object.fromEntries(
      Object.entries(controls).map(([name, control]) => [name, control.value as unknown]),
    ) as ControlValues<Named>;
  const values = read({
    shots: slider({ min: 1, max: 2 }),
    task: dropdown(['a', 'b']),
    level: dropdown({ low: 1, high: 2 }),
    clip: checkbox(),
    span: range({ min: 0, max: 1 }),
    image: fileDrop(),
  });
  expect(values).toEqual({ shots: 1, task: 'a', level: 1, clip: false, span: [0, 1], image: undefined });
  expectTypeOf(values).toEqualTypeOf<{
    readonly shots: number;
    readonly task: 'a' | 'b';
    readonly level: number;
    readonly clip: boolean;
    readonly span: readonly [low: number, high: number];
    readonly image: DroppedFile | undefined;
  }>();
  expectTypeOf(text()).toEqualTypeOf<Control<string>>();
});
