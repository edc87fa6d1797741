export { UserError } from './io/userError.js';
export { createRandom, type Random } from './engine/random.js';
export { tf } from './engine/tf.js';
