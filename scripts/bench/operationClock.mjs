import { tf } from 'cliplab';

/**
 * Times every TensorFlow operation from now on, around its call; what remains is JavaScript and the way through the
 * binding.
 * @returns {(title: string, rounds: number, pass: () => unknown) => string} runs a pass so many times and tells where
 *   its time went
 */
export function createOperationClock() {
  /** @type {any} */
  const backend = tf.backend();
  const { binding } = backend;
  /** @type {Map<string, { ms: number, calls: number }>} */
  const spent = new Map();
  const executeOp = (/** @type {string} */ op, /** @type {any[]} */ ...rest) => {
    const start = performance.now();
    const outputs = binding.executeOp(op, ...rest);
    const entry = spent.get(op) ?? { ms: 0, calls: 0 };
    spent.set(op, { ms: entry.ms + performance.now() - start, calls: entry.calls + 1 });
    return outputs;
  };
  backend.binding = Object.create(binding, { executeOp: { value: executeOp } });
  return (title, rounds, pass) => {
    pass();
    spent.clear();
    const start = performance.now();
    for (let round = 0; round < rounds; round++) pass();
    const total = (performance.now() - start) / rounds;
    const rows = [...spent].map(([op, { ms, calls }]) => ({ op, ms: ms / rounds, calls: calls / rounds }));
    const rest = total - rows.reduce((sum, { ms }) => sum + ms, 0);
    const lines = [...rows.sort((a, b) => b.ms - a.ms), { op: '(outside of operations)', ms: rest, calls: 0 }]
      .filter(({ ms }) => ms / total > 0.001)
      .map(({ op, ms, calls }) => {
        const share = ((100 * ms) / total).toFixed(1).padStart(5);
        return `  ${op.padEnd(34)} ${share} %  ${ms.toFixed(2).padStart(9)} ms  ${calls || ''}\n`;
      });
    return `${title}: ${total.toFixed(1)} ms\n${lines.join('')}`;
  };
}
