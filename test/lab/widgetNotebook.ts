import type { Notebook } from '../../lib/kernel/notebook.js';

const CELLS = [
  `import { interactive, slider, dropdown, type Figure } from 'cliplab';

// The page cannot compute this: what the figure shows comes from the kernel.
const primes = (count: number): number[] => {
  const found: number[] = [];
  for (let n = 2; found.length < count; n++) if (found.every((p) => n % p !== 0)) found.push(n);
  return found;
};`,
  `const bars = (count: number, color: string): Figure => ({
  kind: 'figure',
  name: 'primes',
  caption: \`The first \${count} prime numbers.\`,
  data: [{ type: 'bar', y: primes(count), marker: { color } }],
  layout: { width: 600, height: 320, title: { text: \`\${count} primes\` } },
  table: primes(count).map((prime) => ({ prime })),
});
await interactive(
  { count: slider({ min: 1, max: 20, value: 3, label: 'how many' }), color: dropdown({ blue: '#0072B2', orange: '#D55E00' }) },
  ({ count, color }) => bars(count, color),
);`,
];

/** A notebook whose figure follows a slider. */
export const widgetNotebook: Notebook = {
  cells: CELLS.map((source, k) => ({
    id: `cell-${k}`,
    cell_type: 'code',
    source,
    metadata: {},
    outputs: [],
    execution_count: null,
  })),
  metadata: { kernelspec: { display_name: 'TypeScript (cliplab)', language: 'typescript', name: 'cliplab' } },
  nbformat: 4,
  nbformat_minor: 5,
};
