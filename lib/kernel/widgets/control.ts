import type { Json } from '../wireMessage.js';

/**
 * What a reader can move: a value of type `Value` and how the front end shows it. Made by `slider`, `dropdown` and the
 * others.
 */
export interface Control<Value> {
  readonly kind: 'slider' | 'range' | 'dropdown' | 'checkbox' | 'text' | 'button' | 'file' | 'picker' | 'ticks';
  /** What stands beside it; its name in `interactive` where absent. */
  readonly label: string | undefined;
  /** What the front end needs to draw it. */
  readonly settings: Json;
  /** The value to start with. */
  readonly value: Value;
  /** The value as the front end holds it. */
  encode(value: Value): unknown;
  /** The value that the front end's form stands for; anything out of bounds becomes the nearest within. */
  decode(form: unknown): Value;
  /** In words, for a saved notebook. */
  describe(value: Value): string;
}

/** Controls by name. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a value's type belongs to its own control
export type Controls = Readonly<Record<string, Control<any>>>;

/** The values of controls, by name. */
export type ControlValues<Named extends Controls> = {
  readonly [Name in keyof Named]: Named[Name] extends Control<infer Value> ? Value : never;
};
