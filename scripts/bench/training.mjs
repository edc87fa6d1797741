/**
 * How fast models train: one step of contrastive pre-training (forward, loss, gradients, clipping, AdamW) in cliplab
 * and in PyTorch from the same weights on the same batch, each in a process of its own: npm run bench -- training
 *
 * `npm run bench -- training mini-rn` measures that model; `--rounds 3` shortens it. PyTorch has channels last for
 * convolutions, fused attention, fused AdamW and, in bf16, autocast.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { findKnown } from '../setup/findKnown.mjs';
import { interleave, rateTable } from './interleave.mjs';
import { peerProcess } from './peerProcess.mjs';
import { pythonPeer } from './pythonPeer.mjs';
import { LEARNING, TRAINING_CONFIGS } from './trainingConfigs.mjs';

const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: { rounds: { type: 'string' } },
});
const names = positionals.length > 0 ? positionals : Object.keys(TRAINING_CONFIGS);
for (const name of names) findKnown('model to train', name, TRAINING_CONFIGS);

const cliplab = () => peerProcess(process.execPath, [join(import.meta.dirname, 'training_cliplab.mjs')]);
const pytorch = () => pythonPeer('training_peer.py');

/** @param {string} name @param {string} folder @param {number} rounds */
async function measure(name, folder, rounds) {
  const maker = cliplab();
  await maker.ask({ make: name, to: folder });
  await maker.end();
  const setting = TRAINING_CONFIGS[name];
  for (const precision of /** @type {const} */ (['fp32', 'bf16'])) {
    const sides = [
      { name: `cliplab ${precision}`, peer: cliplab() },
      { name: `PyTorch ${precision}`, peer: pytorch() },
    ].map((side) => ({ ...side, peak: 0, losses: /** @type {number[]} */ ([]), failed: '' }));
    for (const side of sides)
      await side.peer
        .ask({ open: name, folder, precision, setting, learning: LEARNING })
        .catch((error) => (side.failed = error.message));
    const contestants = sides.map((side) => ({
      name: side.name,
      run: async () => {
        if (side.failed) throw new Error(side.failed);
        const { seconds, loss, peakBytes } = await side.peer.ask({ step: true });
        side.losses.push(loss);
        side.peak = peakBytes;
        return seconds;
      },
    }));
    const rates = await interleave(contestants, setting?.batchSize ?? NaN, rounds);
    const title = `${name}: a step of ${setting?.batchSize} pairs, ${precision}`;
    process.stdout.write(rateTable(title, 'pairs', rates) + '\n');
    for (const { name: who, peak, losses } of sides)
      if (losses.length > 0)
        process.stdout.write(
          `    ${who}: ${(peak / 1e9).toFixed(2)} GB at most; losses ${losses
            .slice(0, 4)
            .map((loss) => loss.toFixed(4))
            .join(', ')}\n`,
        );
    for (const { peer } of sides) await peer.end();
  }
}

const folder = await mkdtemp(join(tmpdir(), 'cliplab-bench-'));
try {
  for (const name of names) await measure(name, folder, Number(flags.rounds ?? 7));
} finally {
  await rm(folder, { recursive: true });
}
