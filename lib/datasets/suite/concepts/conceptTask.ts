import type { Random } from '../../../engine/random.js';
import type { SourceImage, TaskSource } from '../taskSource.js';
import { parseConcepts } from './concept.js';
import { conceptDrawings, pickInTurn, type ConceptDrawing } from './conceptDrawings.js';
import { TEST_DESIGNERS, TRAIN_DESIGNERS, type Designer } from './conceptSets.js';

/** What a concept task states of itself; the rest follows from the drawings. */
export interface ConceptTask extends Pick<
  TaskSource,
  'name' | 'title' | 'templates' | 'standsIn' | 'standsInTitle' | 'differs'
> {
  /** A table for `parseConcepts`. */
  readonly concepts: string;
  readonly metric?: TaskSource['metric'];
  readonly notes?: readonly string[];
  readonly trainDesigners?: readonly Designer[];
  readonly testDesigners?: readonly Designer[];
  /** Where fewer drawings than usual are to be had. */
  readonly perClass?: PerClass;
}

interface PerClass {
  readonly train: number;
  readonly validation: number;
  /** The least; a class that fewer drawings test is left out of the table. */
  readonly test: number;
}

/** Images a class: as many as 16 shots and a choice of C by validation need. */
const PER_CLASS: PerClass = { train: 16, validation: 5, test: 5 };
/** The most that test a class. */
const TEST = 12;

/**
 * A task whose classes are things that many designers draw, each by its own names. Designers of the test images have no
 * image in training or validation; those two share designers, but no subject of one designer.
 * @throws Error where a concept has too few drawings: the table is at fault
 */
export async function conceptTask(
  modules: string,
  random: Random,
  {
    concepts: table,
    trainDesigners = TRAIN_DESIGNERS,
    testDesigners = TEST_DESIGNERS,
    perClass = PER_CLASS,
    ...stated
  }: ConceptTask,
): Promise<TaskSource> {
  const concepts = parseConcepts(table);
  const known = await conceptDrawings(modules, trainDesigners, concepts);
  const unseen = await conceptDrawings(modules, testDesigners, concepts);
  const train: ConceptDrawing[] = [];
  const validation: ConceptDrawing[] = [];
  const test: ConceptDrawing[] = [];
  const short: string[] = [];
  for (const [label, { name }] of concepts.entries()) {
    const own = random.fork(name);
    const parts = withoutSharedKin(await distinct(known.filter((drawing) => drawing.label === label)), perClass, own);
    const tested = pickInTurn(await distinct(unseen.filter((drawing) => drawing.label === label)), TEST, own);
    if (
      parts.train.length < perClass.train ||
      parts.validation.length < perClass.validation ||
      tested.length < perClass.test
    ) {
      short.push(`${name} ${parts.train.length}, ${parts.validation.length} and ${tested.length}`);
    }
    train.push(...parts.train);
    validation.push(...parts.validation);
    test.push(...tested);
  }
  if (short.length > 0) {
    throw new Error(
      `${stated.name}: a class should have ${perClass.train} drawings to train on, ${perClass.validation} to validate and ${perClass.test} to ` +
        `test, and these have too few: ${short.join('; ')}`,
    );
  }
  const credits = new Map([...train, ...validation, ...test].map(({ icons }) => [icons.set.prefix, icons.credit]));
  return {
    metric: 'accuracy',
    ...stated,
    classNames: concepts.map(({ name }) => name),
    splits: { train: await images(train), validation: await images(validation), test: await images(test) },
    notes: [
      `Test: ${names(testDesigners)}. Train and validation: ${names(trainDesigners)}; all held out of IconWIT by whole sets.`,
      'A class has the drawings whose names speak of it; a name may say what a drawing hardly shows.',
      ...(stated.notes ?? []),
    ],
    credits: [...credits.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, credit]) => credit),
  };
}

const names = (designers: readonly Designer[]): string => designers.map(({ name }) => name).join(', ');

const images = (drawings: readonly ConceptDrawing[]): Promise<SourceImage[]> =>
  Promise.all(drawings.map(({ icons, icon, label }) => icons.image(icon, label)));

/** Without drawings that equal an earlier one to the pixel. */
async function distinct(drawings: readonly ConceptDrawing[]): Promise<ConceptDrawing[]> {
  const hashes = await Promise.all(drawings.map(({ icons, icon }) => icons.pixelHash(icon)));
  return drawings.filter((_, k) => hashes.indexOf(hashes[k]!) === k);
}

/**
 * Training and validation images of one class. Subjects fall to validation, whole, until it has enough, the ones with
 * fewest drawings first so that training keeps what it needs.
 */
function withoutSharedKin(
  drawings: readonly ConceptDrawing[],
  count: PerClass,
  random: Random,
): { train: ConceptDrawing[]; validation: ConceptDrawing[] } {
  const kin = new Map<string, ConceptDrawing[]>();
  for (const drawing of random.shuffle([...drawings])) kin.set(drawing.kin, [...(kin.get(drawing.kin) ?? []), drawing]);
  const validation: ConceptDrawing[] = [];
  let spare = drawings.length - count.train;
  for (const [subject, own] of [...kin].sort(([, a], [, b]) => a.length - b.length)) {
    if (validation.length >= count.validation || own.length > spare) break;
    validation.push(...own);
    spare -= own.length;
    kin.delete(subject);
  }
  return {
    train: pickInTurn([...kin.values()].flat(), count.train, random),
    validation: pickInTurn(validation, count.validation, random),
  };
}
