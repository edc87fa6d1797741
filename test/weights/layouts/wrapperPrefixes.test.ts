import { describe, expect, it } from 'vitest';
import { isMark } from '../../../lib/weights/layouts/layouts.js';
import { unwrapNames } from '../../../lib/weights/layouts/wrapperPrefixes.js';

const unwrap = (...names: string[]) => {
  const { named, aside } = unwrapNames(new Map(names.map((name) => [name, 0])), isMark);
  return [[...named.keys()], aside];
};

describe('prefixes of wrappers', () => {
  it.each([
    '',
    'module.',
    '_orig_mod.',
    'module._orig_mod.',
    'model.',
    'clipmodel.',
    'clip_model.',
    'model.module.net.',
    'base_model.model.',
    'student.',
    'ema.',
    'state_dict.',
    'checkpoint.model_state_dict.module.',
  ])('that all names share are taken off: "%s"', (prefix) => {
    expect(unwrap(`${prefix}a`, `${prefix}module.b`)).toEqual([['a', 'module.b'], []]);
    expect(unwrap(`${prefix}module.b`, `${prefix}a`)).toEqual([['module.b', 'a'], []]);
  });

  it('that not all names have stay, but for those before a CLIP', () => {
    expect(unwrap('module.a', 'b')).toEqual([['module.a', 'b'], []]);
    expect(unwrap('model.visual.conv1.weight', 'model.logit_scale', 'loss.a')).toEqual([
      ['visual.conv1.weight', 'logit_scale'],
      ['loss.a'],
    ]);
  });

  it('stay where a CLIP without one is there too', () => {
    const names = ['ema.token_embedding.weight', 'model.token_embedding.weight', 'token_embedding.weight'];
    expect(unwrap(...names)).toEqual([names, []]);
  });

  it('of a student stand before those of its teacher', () => {
    const names = ['teacher.token_embedding.weight', 'student.token_embedding.weight', 'student.logit_scale'];
    expect(unwrap(...names)).toEqual([['token_embedding.weight', 'logit_scale'], [names[0]]]);
  });

  it('of running means come after those of the weights, and are taken where these are not there', () => {
    const names = ['ema.token_embedding.weight', 'module.token_embedding.weight', 'loss.a'];
    expect(unwrap(...names)).toEqual([['token_embedding.weight'], [names[0], names[2]]]);
    expect(unwrap(names[0]!, names[2]!)).toEqual([['token_embedding.weight'], [names[2]]]);
  });

  it('are no more than some', () => {
    expect(unwrap('module.'.repeat(1000) + 'a')[1]).toEqual([]);
  });
});
