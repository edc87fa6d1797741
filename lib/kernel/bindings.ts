/** The global function by which a compiled cell finds its bindings. */
export const BINDING = '__cliplabBinding';

/** What the variables of a compiled cell that hold bindings begin with; the name that their author wrote follows. */
export const BINDING_PREFIX = '__cliplab_';

/**
 * A name at the top level of a notebook. Every cell that speaks of it holds this same object, so that a function of one
 * cell sees what another cell assigns. An object a name is nearly as fast as a local variable; one object with all
 * names as its properties is ten times slower.
 */
class Binding {
  value: unknown = undefined;
  /** Whether the declaration in the cell that runs has been reached. */
  reached = false;

  /** What a declaration assigns, where anything else assigns `value`. */
  set declared(value: unknown) {
    this.value = value;
    this.reached = true;
  }

  /** Makes it follow what a module exports, until something is assigned. */
  link(read: () => unknown): void {
    Object.defineProperty(this, 'value', {
      configurable: true,
      enumerable: true,
      get: read,
      set: (value: unknown) =>
        Object.defineProperty(this, 'value', { configurable: true, enumerable: true, writable: true, value }),
    });
    this.reached = true;
  }
}

/** The names at the top level of one notebook. */
export class Bindings {
  readonly #byName = new Map<string, Binding>();

  has(name: string): boolean {
    return this.#byName.has(name);
  }

  /** The binding of a name, new where there is none. */
  get(name: string): Binding {
    const known = this.#byName.get(name);
    if (known) return known;
    const binding = new Binding();
    this.#byName.set(name, binding);
    return binding;
  }

  /**
   * To be called before a cell runs that declares `names`.
   * @returns ends the run: forgets the names that are new and whose declarations were not reached, and tells all that
   *   were not.
   */
  begin(names: readonly string[]): () => string[] {
    const fresh = new Set(names.filter((name) => !this.#byName.has(name)));
    for (const name of names) this.get(name).reached = false;
    return () => {
      const missed = names.filter((name) => !this.get(name).reached);
      for (const name of missed) if (fresh.has(name)) this.#byName.delete(name);
      return missed;
    };
  }

  delete(name: string): void {
    this.#byName.delete(name);
  }
}

const IN_MESSAGE = new RegExp(`(?:\\(0 ?, ?)?${BINDING_PREFIX}([\\p{ID_Continue}$]+)\\.(?:value|declared)(\\))?`, 'gu');

/** What an engine says of a compiled cell, e.g. "(0 , __cliplab_f.value) is not a function", in its author's words. */
export const inAuthorsWords = (message: string): string =>
  message.includes(BINDING_PREFIX)
    ? message.replace(IN_MESSAGE, (whole, name: string, close = '') =>
        whole.startsWith('(') ? name : `${name}${String(close)}`,
      )
    : message;
