import { expect, it } from 'vitest';
import { isTapeOn } from '../../lib/engine/gradientTape.js';
import { tf, type Tensor } from '../../lib/engine/tf.js';

it('is on inside a function whose gradient is taken, and nowhere else', () => {
  const seen: boolean[] = [isTapeOn()];
  const gradient = tf.grad((x: Tensor) => {
    seen.push(isTapeOn());
    return tf.tidy(() => {
      seen.push(isTapeOn());
      return tf.square(x);
    });
  })(tf.scalar(3));
  seen.push(isTapeOn());
  expect(seen).toEqual([false, true, true, false]);
  expect(gradient.dataSync()[0]).toBe(6);
});
