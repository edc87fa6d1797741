import { requireWhole } from '../../io/requireWhole.js';
import { UserError } from '../../io/userError.js';
import { matrixRow, type Matrix } from '../matrix.js';
import { requireMatrix } from '../requireMatrix.js';
import { requireWholes } from './requireWholes.js';

/**
 * For each query, its best rank: how many candidates come before the first of its own, 0 where one of its own comes
 * first. Among equal similarities the candidate of lowest index comes first.
 * @param similarity [queries, candidates]
 * @param belongs whether a candidate is one of a query's own
 * @throws UserError naming a query with no candidate of its own
 */
function bestRanks(similarity: Matrix, belongs: (query: number, candidate: number) => boolean): Int32Array {
  return Int32Array.from({ length: similarity.rows }, (_, query) => {
    const row = matrixRow(similarity, query);
    let first = -1; // its own candidate that comes before its others
    for (let c = 0; c < row.length; c++) if (belongs(query, c) && (first < 0 || row[c]! > row[first]!)) first = c;
    if (first < 0)
      throw new UserError(`query ${query} has none of its own among the ${row.length} candidates: leave it out.`);
    let before = 0;
    for (let c = 0; c < row.length; c++) if (row[c]! > row[first]! || (row[c] === row[first] && c < first)) before++;
    return before;
  });
}

/** Best ranks both ways, for `recallAtK` and bootstrap intervals. */
export interface RetrievalRanks {
  /** [texts], of the text's image among all images. */
  readonly textToImage: Int32Array;
  /** [images], of the best of the image's captions among all texts (the convention of paper table 13). */
  readonly imageToText: Int32Array;
}

/**
 * Ranks of the right answers in image-text retrieval (paper table 13).
 * @param similarity [images, texts] @param imageOfText [texts], each text's image; several texts may share one
 * @throws UserError where the sizes differ, an image has no text, or a similarity is not finite
 * @example
 * const { model, tokenizer } = await loadModel();
 * const { pairs } = await suitePairs();
 * const captions = pairs.captions.map(([caption]) => caption);
 * const images = normalizeRows(await embedImages(model, pairs.images));
 * const texts = normalizeRows(await embedTexts(model, tokenizer, captions));
 * const { imageToText } = retrievalRanks(innerProducts(images, texts), Array.from(captions.keys()));
 * recallAtK(imageToText, 5);
 */
export function retrievalRanks(similarity: Matrix, imageOfText: ArrayLike<number>): RetrievalRanks {
  const { data, rows, columns } = similarity;
  requireMatrix(similarity, 'the similarities', { row: 'image' });
  if (imageOfText.length !== columns || columns === 0)
    throw new UserError(
      `${imageOfText.length} images for ${columns} texts, expected the image of each of one text or more.`,
    );
  requireWholes(imageOfText, 'the image of text', rows - 1);
  const turned = new Float32Array(data.length);
  for (let i = 0; i < rows; i++) for (let t = 0; t < columns; t++) turned[t * rows + i] = data[i * columns + t]!;
  return {
    textToImage: bestRanks(
      { data: turned, rows: columns, columns: rows },
      (text, image) => imageOfText[text] === image,
    ),
    imageToText: bestRanks(similarity, (image, text) => imageOfText[text] === image),
  };
}

/**
 * The share of queries with one of their own among the k best, 0..1.
 * @param ranks of `retrievalRanks`, 0 and more @param k at least 1
 * @throws UserError where there is no query, or a rank or k is no such number
 * @example
 * const similarity = { data: Float32Array.of(0.9, 0.1, 0.8, 0.2), rows: 2, columns: 2 };
 * const { textToImage } = retrievalRanks(similarity, [0, 1]);
 * recallAtK(textToImage, 1); // 1: each text's own image comes first
 */
export function recallAtK(ranks: Int32Array, k: number): number {
  requireWhole(k, 'k', 1);
  if (!(ranks?.length > 0))
    throw new UserError('there is no query, so there is no recall: give the ranks of retrievalRanks.');
  requireWholes(ranks, 'rank');
  return ranks.reduce((sum, rank) => sum + (rank < k ? 1 : 0), 0) / ranks.length;
}

/**
 * The recall at k of guessing: the mean over queries of the chance that one of a query's own candidates is among k that
 * are drawn of all without replacement, 0..1.
 * @param own of each query, how many candidates are its own @param candidates all there are @param k how many are drawn
 * @throws UserError where a number is not whole, or a query has more of its own than there are
 * @example
 * recallByGuessing([5, 5], 10, 1); // 0.5: half of the candidates are right
 */
export function recallByGuessing(own: readonly number[], candidates: number, k: number): number {
  requireWhole(candidates, 'the number of candidates', 1);
  requireWhole(k, 'k', 1);
  if (own.length === 0) throw new UserError('there is no query, so there is no recall: give the candidates of each.');
  const chances = new Map<number, number>();
  const chanceOf = (count: number): number => {
    requireWhole(count, "the number of a query's own candidates", 1, candidates);
    let missed = 1; // all of the drawn are others
    for (let drawn = 0; drawn < Math.min(k, candidates); drawn++)
      missed *= Math.max(candidates - count - drawn, 0) / (candidates - drawn);
    return 1 - missed;
  };
  let sum = 0;
  for (const count of own) {
    const chance = chances.get(count) ?? chanceOf(count);
    chances.set(count, chance);
    sum += chance;
  }
  return sum / own.length;
}
