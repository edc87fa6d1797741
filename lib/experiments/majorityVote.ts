import { rollup } from 'd3-array';
import { type AnswerGrid } from './answerGrid.js';

/** How far the most frequent answers are right. */
export interface MajorityVote {
  /** A mean over the classes, without ties; undefined where no image is decided. */
  readonly accuracy: number | undefined;
  /** Images on which several answers are the most frequent. */
  readonly ties: number;
}

/**
 * Lets people vote on each image (paper Table 2): the most frequent answer counts, and images with a tie are left out.
 * @param guesses true where "I don't know" is no vote; else it is one, and wrong
 */
export function majorityVote(
  { people, images, classOf, classes, answers }: AnswerGrid,
  guesses: boolean,
): MajorityVote {
  const tally = classes.map(() => ({ right: 0, decided: 0 }));
  let ties = 0;
  images.forEach((_, image) => {
    const votes = people
      .map((_, person) => answers[person * images.length + image])
      .filter((answer) => answer !== undefined && !(guesses && answer === null));
    if (votes.length === 0) return;
    const counts = [
      ...rollup(
        votes,
        ({ length }) => length,
        (answer) => answer,
      ),
    ];
    const most = Math.max(...counts.map(([, count]) => count));
    const [winner, other] = counts.filter(([, count]) => count === most);
    const own = tally[classOf[image]!]!;
    if (other) ties++;
    else {
      own.decided++;
      if (winner![0] === classes[classOf[image]!]) own.right++;
    }
  });
  const decided = tally.filter((own) => own.decided > 0);
  const accuracy = decided.reduce((sum, own) => sum + own.right / own.decided, 0) / decided.length;
  return { accuracy: decided.length === 0 ? undefined : accuracy, ties };
}
