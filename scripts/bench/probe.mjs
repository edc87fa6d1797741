/**
 * How fast a linear probe is fitted to 10,000 x 512 features of 100 classes: cliplab, and scikit-learn as the paper
 * uses it (L-BFGS), in both of its precisions; npm run bench -- probe
 *
 * The features are drawn from a seed: classes as points under noise, both along axes of falling scale, then unit
 * vectors, as embeddings are. cliplab stops by its own rule. scikit-learn is held to the same objective: its tolerance
 * is divided by ten, from its default on, until it comes within 1e-4 of cliplab's. What it takes with its default,
 * wherever that ends, is shown too.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createProbeFitter, createRandom, linearProbe } from 'cliplab';
import { interleave, rateTable } from './interleave.mjs';
import { pythonPeer } from './pythonPeer.mjs';

const [N, D, K] = [10_000, 512, 100];
const PENALTIES = [0.1, 1, 10, 100];
const ROUNDS = 3;
const DEFAULT_TOLERANCE = 1e-4;
const SAME = 1e-4;

function drawFeatures() {
  const random = createRandom(1);
  const scale = Float64Array.from({ length: D }, (_, j) => 1 / Math.sqrt(1 + j));
  const centers = Float64Array.from({ length: K * D }, (_, i) => 0.6 * random.normal() * (scale[i % D] ?? 0));
  const labels = Int32Array.from({ length: N }, (_, n) => n % K);
  const data = new Float32Array(N * D);
  for (let n = 0; n < N; n++) {
    const row = scale.map((s, j) => (centers[(n % K) * D + j] ?? 0) + random.normal() * s + (j === 0 ? 3 : 0));
    const length = Math.hypot(...row);
    row.forEach((value, j) => (data[n * D + j] = value / length));
  }
  return { features: { data, rows: N, columns: D }, labels };
}

/** @param {() => unknown} job */
async function timed(job) {
  const start = performance.now();
  job();
  return (performance.now() - start) / 1000;
}

const { features, labels } = drawFeatures();
const folder = await mkdtemp(join(tmpdir(), 'cliplab-bench-'));
const peer = pythonPeer('probe_peer.py');
try {
  const files = { features: join(folder, 'features.f32'), labels: join(folder, 'labels.i32'), columns: D };
  await writeFile(files.features, features.data);
  await writeFile(files.labels, labels);
  /** @param {object} request */
  const ask = (request) => peer.ask({ ...files, ...request });
  // What was prepared once is not counted twice: a fitter shares it over C, and one fit alone pays for it.
  const fitter = createProbeFitter(features, labels, K);
  for (const C of PENALTIES) {
    const ours = linearProbe(features, labels, K, { C });
    /** @param {string} dtype */
    const toSame = async (dtype) => {
      for (let tol = DEFAULT_TOLERANCE; tol > 1e-9; tol /= 10) {
        const answer = await ask({ dtype, C, tol });
        if (answer.objective <= ours.objective * (1 + SAME)) return { tol, ...answer };
      }
      throw new Error('no tolerance above 1e-9 brings it to the same objective');
    };
    const same = new Map();
    for (const dtype of ['float32', 'float64']) same.set(dtype, await toSame(dtype).catch((error) => ({ error })));
    const first = await ask({ dtype: 'float32', C, tol: DEFAULT_TOLERANCE }).catch(() => undefined);
    /** @param {string} dtype */
    const peerToSame = (dtype) => async () => {
      const { tol, error } = same.get(dtype);
      if (error) throw error;
      return (await ask({ dtype, C, tol })).seconds;
    };
    const byName = {
      cliplab: () => timed(() => linearProbe(features, labels, K, { C })),
      'cliplab, one more C on the same features': () => timed(() => fitter.fit({ C })),
      'scikit-learn, float32, to the same objective': peerToSame('float32'),
      'scikit-learn, float64, to the same objective': peerToSame('float64'),
      'scikit-learn, float32, its default tolerance': async () =>
        (await ask({ dtype: 'float32', C, tol: DEFAULT_TOLERANCE })).seconds,
    };
    const contestants = Object.entries(byName).map(([name, run]) => ({ name, run }));
    const rates = await interleave(contestants, 1, ROUNDS);
    process.stdout.write(rateTable(`probe: ${N} x ${D} features, ${K} classes, C = ${C}`, 'probes', rates) + '\n');
    /** @param {{ objective: number, iterations: number }} fit */
    const end = ({ objective, iterations }) => `${objective.toPrecision(8)} after ${iterations} iterations`;
    process.stdout.write(`  objective: cliplab ${end(ours)}\n`);
    for (const [dtype, answer] of same)
      if (!answer.error)
        process.stdout.write(
          `  objective: scikit-learn, ${dtype}, tol ${answer.tol.toPrecision(1)}: ${end(answer)} (${answer.blas})\n`,
        );
    if (first) process.stdout.write(`  objective: scikit-learn, float32, default tolerance: ${end(first)}\n`);
  }
  fitter.dispose();
} finally {
  await peer.end();
  await rm(folder, { recursive: true });
}
