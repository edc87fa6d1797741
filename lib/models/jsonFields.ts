/** One object of a JSON configuration, read field by field; what is wrong is gathered rather than thrown. */
export interface JsonFields {
  /** A positive whole number. */
  count(name: string, fallback?: number): number;
  /** A positive number. */
  number(name: string, fallback: number): number;
  flag(name: string, fallback: boolean): boolean;
  /** One of some words. */
  choice<Word extends string>(name: string, words: readonly Word[], fallback: Word): Word;
  /** Whether the field is that value, which then counts as asked for. */
  is(name: string, value: unknown): boolean;
  /** A list of positive whole numbers, or undefined where the field is no list. */
  countsIfList(name: string): readonly number[] | undefined;
  /** Three numbers. */
  triple(name: string, fallback: readonly [number, number, number]): readonly [number, number, number];
  /** Three numbers above 0. */
  deviations(name: string, fallback: readonly [number, number, number]): readonly [number, number, number];
  /** A whole number of levels, 0 to 255. */
  level(name: string, fallback: number): number;
  /** Anything that is there, as it is. */
  raw(name: string): unknown;
  /** An object within; empty where it is absent. */
  child(name: string): JsonFields;
  /** Whether the field is there and not null. */
  has(name: string): boolean;
  /** Fields that are there, not null, and that nobody asked for. */
  unread(): readonly (readonly [name: string, value: unknown])[];
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) > 0;
const isTriple = (value: unknown): value is [number, number, number] =>
  Array.isArray(value) && value.length === 3 && value.every(Number.isFinite);

const areDeviations = (value: unknown): value is [number, number, number] =>
  isTriple(value) && value.every((one) => one > 0);
const isLevel = (value: unknown): value is number =>
  Number.isInteger(value) && (value as number) >= 0 && (value as number) <= 255;

/** The fields of a parsed JSON value. `problems` gains a clause for everything that is not as expected. */
export function jsonFields(json: unknown, problems: string[], path = ''): JsonFields {
  const isObject = typeof json === 'object' && json !== null && !Array.isArray(json);
  if (!isObject) problems.push(`${path.slice(0, -1) || 'the whole'} is ${JSON.stringify(json)}, expected an object`);
  const fields = new Map<string, unknown>(isObject ? Object.entries(json) : []);
  const asked = new Set<string>();
  const read = <T>(
    name: string,
    is: (value: unknown) => value is T,
    expected: string,
    fallback: T | undefined,
    otherwise: T,
  ): T => {
    asked.add(name);
    const value = fields.get(name) ?? fallback;
    if (is(value)) return value;
    problems.push(`${path}${name} is ${JSON.stringify(value) ?? 'missing'}, expected ${expected}`);
    return otherwise;
  };
  return {
    count: (name, fallback) => read(name, isCount, 'a positive whole number', fallback, 1),
    number: (name, fallback) =>
      read(name, (v): v is number => Number.isFinite(v) && (v as number) > 0, 'a positive number', fallback, 1),
    flag: (name, fallback) => read(name, (v) => typeof v === 'boolean', 'true or false', fallback, false),
    choice: <Word extends string>(name: string, words: readonly Word[], fallback: Word) =>
      read(
        name,
        (v): v is Word => (words as readonly unknown[]).includes(v),
        words.map((word) => `"${word}"`).join(' or '),
        fallback,
        fallback,
      ),
    is: (name, value) => {
      const isValue = fields.get(name) === value;
      if (isValue) asked.add(name);
      return isValue;
    },
    countsIfList: (name) => {
      const value = fields.get(name);
      if (!Array.isArray(value)) return undefined;
      const isCounts = (v: unknown): v is number[] => Array.isArray(v) && v.length > 0 && v.every(isCount);
      return read(name, isCounts, 'a list of positive whole numbers', undefined, [1]);
    },
    triple: (name, fallback) => read(name, isTriple, 'three numbers', [...fallback], [0, 0, 0]),
    deviations: (name, fallback) => read(name, areDeviations, 'three numbers above 0', [...fallback], [1, 1, 1]),
    level: (name, fallback) => read(name, isLevel, 'a whole number of 0 to 255', fallback, 0),
    raw: (name) => {
      asked.add(name);
      return fields.get(name) ?? undefined;
    },
    child: (name) => {
      asked.add(name);
      return jsonFields(fields.get(name) ?? {}, problems, `${path}${name}.`);
    },
    has: (name) => (fields.get(name) ?? undefined) !== undefined,
    unread: () =>
      [...fields]
        .filter(([name, value]) => !asked.has(name) && value !== null)
        .map(([name, value]) => [path + name, value]),
  };
}
