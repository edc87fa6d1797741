import { describe, expect, it } from 'vitest';
import { UserError } from '../../lib/io/userError.js';
import { sealSplit } from '../../lib/datasets/sealedSplit.js';

describe('sealSplit', () => {
  it('opens once', () => {
    const sealed = sealSplit('The test split of flags', [1, 2]);
    expect(sealed.open()).toEqual([1, 2]);
    expect(() => sealed.open()).toThrow(UserError);
    expect(() => sealed.open()).toThrow('The test split of flags was opened before');
  });

  it('shows nothing before it is opened', () => {
    expect(JSON.stringify(sealSplit('test', { labels: [7] }))).toBe('{}');
  });
});
