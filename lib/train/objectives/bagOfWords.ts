import { tf } from '../../engine/tf.js';
import { bagOfWords, bagOfWordsLoss } from '../../loss/bagOfWordsLoss.js';
import { imageWidth } from '../../models/imageTower.js';
import { linearHead, linearHeadSpec } from '../../models/linearHead.js';
import type { Objective } from '../objective.js';
import { extraScope } from './extraScope.js';
import { trainsFeatures } from './trainsFeatures.js';

/** Before the names of the head's tensors, which has one row a token of the vocabulary. */
export const WORDS = 'words';

/** Which words a caption has, in no order (paper sec 2.3, Figure 2, after Joulin et al. 2016). */
export const BAG_OF_WORDS: Objective = {
  name: 'bag-of-words',
  title: 'bag of words',
  zeroShot: 'words',
  chunkable: false,
  needs: { otherPixels: false, labels: false },
  extraSpecs: ({ config }) => linearHeadSpec(WORDS, imageWidth(config), config.text.vocabSize),
  trains: trainsFeatures,
  loss: (model, extra, { pixels, tokens }, mode) =>
    tf.tidy(() => {
      const features = model.encodeImage(pixels, mode, { projected: false });
      const logits = linearHead(features, extraScope(extra, mode, ''), WORDS);
      return bagOfWordsLoss(logits, bagOfWords(tokens, model.config.text.vocabSize));
    }),
};
