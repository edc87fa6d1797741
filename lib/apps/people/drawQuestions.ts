import { classOrder } from '../../datasets/draws/classOrder.js';
import { sha256 } from '../../io/sha256.js';

/** Images to name one after the other, and how many examples of each class stand beside them. */
export interface QuizRound {
  readonly shots: number;
  /** Positions in the test split, in the order in which they are asked about. */
  readonly positions: readonly number[];
}

/** Examples a class, round by round: whoever has seen examples cannot unsee them. */
const SHOTS = [0, 1, 2];

/**
 * Which images people are asked about: a round without examples, one with one of each class and one with two. No image
 * is asked about twice, each round has the classes in as equal numbers as there are, and keys alone decide, so that
 * everybody is asked the same.
 * @param images of a round; fewer where the split has no three times as many
 */
export function drawQuestions(keys: readonly string[], labels: Int32Array, images: number): QuizRound[] {
  const most = Math.min(images, Math.floor(keys.length / SHOTS.length));
  const rounds: number[][] = SHOTS.map(() => []);
  const order = classOrder(keys, labels, 'questions');
  const deepest = Math.max(...order.map(({ length }) => length));
  for (let depth = 0; depth < deepest; depth++)
    order.forEach((own, c) => {
      const position = own[depth];
      if (position === undefined) return;
      // Each class goes round, beginning with another round than its neighbor; a full round passes it on.
      const turns = SHOTS.map((_, k) => rounds[(depth + c + k) % SHOTS.length]!);
      turns.find(({ length }) => length < most)?.push(position);
    });
  const rank = (position: number): string => sha256(`order ${keys[position]}`);
  return rounds.map((own, k) => ({
    shots: SHOTS[k]!,
    positions: own.sort((a, b) => (rank(a) < rank(b) ? -1 : 1)),
  }));
}
