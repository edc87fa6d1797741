import { expect, it } from 'vitest';
import { createRandom } from '../../../lib/engine/random.js';
import { bagOfWordsZeroShotLogits } from '../../../lib/eval/zeroShot/bagOfWordsZeroShot.js';
import { topKAccuracy } from '../../../lib/eval/metrics/topKAccuracy.js';
import { watchZeroShot } from '../../../lib/eval/zeroShot/watchZeroShot.js';
import { nameAccuracy } from '../../../lib/train/nameAccuracy.js';
import { findObjective } from '../../../lib/train/objectives/findObjective.js';
import { createRun, disposeAllButModel } from '../../../lib/train/trainingRun.js';
import { coloredHalves, TINY, tinyTokenizer } from '../../train/tinyRun.js';

it('measures each objective in its own way', async () => {
  const pairs = coloredHalves(2, 3);
  const tokenizer = tinyTokenizer(pairs);
  const names = [...new Set(pairs.captions.map(([main]) => main!))];
  const labels = Int32Array.from(pairs.captions, ([main]) => names.indexOf(main!));
  for (const name of ['contrastive', 'contrastive+caption', 'caption', 'bag-of-words', 'simclr']) {
    const run = createRun(TINY, findObjective(name), tokenizer.vocabSize, createRandom(5));
    const seen = await watchZeroShot(name, tokenizer, pairs)(run.model, run.extra);
    if (name === 'simclr') expect(seen).toEqual({});
    else {
      expect(seen.validationTop5!).toBeGreaterThanOrEqual(seen.validationTop1!);
      expect(seen.validationTop5!).toBeGreaterThan(0);
    }
    if (name.startsWith('contrastive'))
      expect(seen.validationTop1).toBe(nameAccuracy(run.model, tokenizer, pairs).top1);
    if (name === 'bag-of-words') {
      const logits = await bagOfWordsZeroShotLogits(run.model, run.extra, tokenizer, pairs.images, names);
      expect(seen.validationTop1).toBe(topKAccuracy(logits, labels, 1));
    }
    disposeAllButModel(run);
    run.model.dispose();
  }
});
