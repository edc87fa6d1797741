import { from, type ColumnTable } from 'arquero';
import { publishedTable } from '../datasets/publishedTable.js';
import { UserError } from '../io/userError.js';
import type { OverlapMeasurement } from './overlap.js';

/** The two panels of the paper's Figure 17. */
export type OverlapPanel = 'overlap minus clean' | 'all minus clean';
const PANELS: readonly OverlapPanel[] = ['overlap minus clean', 'all minus clean'];

/** A point of one of them: shares 0..1, differences of accuracies -1..1. */
type Point = {
  /** Empty where the figure does not name it. */
  readonly dataset: string;
  readonly series: string;
  readonly share: number;
  readonly difference: number;
  /** Ends of the 99.5 % interval, where the figure shows it; the right panel has none. */
  readonly low?: number | null;
  readonly high?: number | null;
};

const SERIES = 'paper, Figure 17';

/**
 * What was measured here beside the paper's datasets, read off its Figure 17: what overlap does to accuracy, against
 * how many images have a near-duplicate in training. Tasks without such an image have no point.
 * @param measured rows of `overlapExperiment`
 * @param panel left: accuracy on Overlap minus accuracy on Clean; right: accuracy on All minus accuracy on Clean
 * @returns rows as `overlapFigure` takes them, a series a model and one of the paper
 * @throws UserError for a panel that the figure has not, or where data/paper is damaged
 * @example
 * const points = await overlapPoints(await overlapExperiment(), 'all minus clean');
 * await show(overlapFigure(points, { measure: 'accuracy on All minus accuracy on Clean' }));
 */
export async function overlapPoints(
  measured: ColumnTable | Iterable<OverlapMeasurement>,
  panel: OverlapPanel,
): Promise<ColumnTable> {
  if (!PANELS.includes(panel))
    throw new UserError(`Figure 17 has no panel ${String(panel)}: give one of ${PANELS.join(', ')}.`);
  const rows = [...measured] as OverlapMeasurement[];
  return panel === 'overlap minus clean'
    ? from([...rows.flatMap(overlapMinusClean), ...(await publishedOverlapMinusClean())])
    : from([...rows.flatMap(allMinusClean), ...(await publishedAllMinusClean())]);
}

function overlapMinusClean({
  title,
  model,
  share,
  overlapMinusClean: difference,
  low,
  high,
}: OverlapMeasurement): Point[] {
  return difference === null ? [] : [{ dataset: title, series: `${model}, here`, share, difference, low, high }];
}

function allMinusClean({ title, model, share, allMinusClean: difference }: OverlapMeasurement): Point[] {
  return share === 0 || difference === null ? [] : [{ dataset: title, series: `${model}, here`, share, difference }];
}

async function publishedOverlapMinusClean(): Promise<Point[]> {
  const readOff = (await publishedTable('overlap')).filter(({ source }) => source === 'read-off-figure');
  const differences = readOff.filter(({ quantity }) => quantity === 'accuracy_difference_overlap_minus_clean');
  return differences.map(({ dataset = '', value }) => {
    const share = (quantity: string): number | null => {
      const percent = readOff.find((row) => row.dataset === dataset && row.quantity === quantity)?.value;
      return percent === undefined ? null : percent / 100;
    };
    return {
      dataset,
      series: SERIES,
      share: share('overlap')!,
      difference: value / 100,
      low: share('accuracy_difference_ci995_low'),
      high: share('accuracy_difference_ci995_high'),
    };
  });
}

async function publishedAllMinusClean(): Promise<Point[]> {
  return (await publishedTable('overlap_points')).map((point) => ({
    dataset: point.dataset ?? '',
    series: SERIES,
    share: point.overlap_percent / 100,
    difference: point.accuracy_change_points / 100,
  }));
}
