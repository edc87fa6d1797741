import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cosineSchedule } from '../../lib/train/cosineSchedule.js';
import { goldenPath } from '../fixtures/golden.js';

interface Schedule {
  readonly base_lr: number;
  readonly warmup: number;
  readonly total_steps: number;
  readonly lr_at: Record<string, number>;
}
const { schedules } = JSON.parse(readFileSync(goldenPath('optim/adamw.json'), 'utf8')) as { schedules: Schedule[] };

describe('cosineSchedule', () => {
  it.each(schedules)('is open_clip’s over $total_steps steps, $warmup of them warm-up', (golden) => {
    const { base_lr: peak, warmup, total_steps: total, lr_at: rates } = golden;
    for (const [step, rate] of Object.entries(rates)) {
      expect(Math.abs(cosineSchedule(Number(step), peak, warmup, total) - rate), `step ${step}`).toBeLessThan(
        1e-12 * peak,
      );
    }
    expect(Object.keys(rates).length).toBeGreaterThan(2);
  });

  it('rises to its peak, then falls, always above zero before its end', () => {
    const shape = fc.record({
      warmup: fc.nat(20),
      cosine: fc.integer({ min: 1, max: 60 }),
      peak: fc.double({ min: 1e-6, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(shape, ({ warmup, cosine, peak }) => {
        const rates = Array.from({ length: warmup + cosine }, (_, k) =>
          cosineSchedule(k, peak, warmup, warmup + cosine),
        );
        expect(Math.max(...rates)).toBeCloseTo(peak, 12);
        rates.forEach((rate, k) => {
          expect(rate).toBeGreaterThan(0);
          if (k > 0 && k < warmup) expect(rate).toBeGreaterThan(rates[k - 1]!);
          if (k > warmup) expect(rate).toBeLessThanOrEqual(rates[k - 1]!);
        });
      }),
    );
  });
});
