import { tf } from './tf.js';

/** Whether what runs now is being recorded for a gradient. */
export function isTapeOn(): boolean {
  const { gradientDepth, kernelDepth } = tf.engine().state;
  return gradientDepth > 0 && kernelDepth === 0;
}
