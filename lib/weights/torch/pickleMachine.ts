import type { ReadingBudget } from '../../io/readingBudget.js';
import { call, isKey, isModule, ITEM_BYTES, PickleFault } from './pickleGlobals.js';
import { isOpaque, type PickledValue } from './pickleValues.js';

const MARK = Symbol('mark');

/** What a container takes of memory, about, and each of a list's items. */
const CONTAINER_BYTES = 192;
const ELEMENT_BYTES = 8;

/** The stack that the opcodes of a pickle work on, and what they keep beside it. */
export interface PickleMachine {
  push(value: PickledValue): void;
  /** Pushes what takes memory, with so many elements. */
  pushContainer(container: PickledValue, elements?: number): void;
  pushText(text: string): void;
  pop(): PickledValue;
  /** The `count` newest, in the order in which they came. */
  popMany(count: number): PickledValue[];
  top(): PickledValue;
  /** The newest away, be it a value or a mark. */
  drop(): void;
  mark(): void;
  /** What came since the newest mark, which goes too. */
  popMark(): PickledValue[];
  /** Keeps the newest value under a number: by default the next one. */
  remember(index?: number): void;
  /** Pushes what was kept. */
  recall(index: number): void;
  addItems(target: PickledValue, items: readonly PickledValue[]): void;
  /** @param items keys and values by turns */
  setItems(target: PickledValue, items: readonly PickledValue[]): void;
  /** The newest two, a name and its arguments, make room for what the call gives. */
  reduce(isObject: boolean): void;
  /** The newest is the state of that below it. */
  build(): void;
}

/**
 * An empty stack.
 * @param budget what the reading of the file may cost
 * @throws PickleFault from its methods where an opcode does not fit what is there
 */
export function pickleMachine(budget: ReadingBudget): PickleMachine {
  const stack: (PickledValue | typeof MARK)[] = [];
  const memo = new Map<number, PickledValue>();

  const valueOf = (item: PickledValue | typeof MARK | undefined): PickledValue => {
    if (item === undefined || item === MARK) throw new PickleFault('an opcode without its operand');
    return item;
  };
  const pop = (): PickledValue => valueOf(stack.pop());
  const top = (): PickledValue => valueOf(stack.at(-1));
  const pushContainer = (container: PickledValue, elements = 0): void => {
    budget.takeEntries(1 + elements);
    budget.takeBytes(CONTAINER_BYTES + ELEMENT_BYTES * elements);
    stack.push(container);
  };

  return {
    push: (value) => void stack.push(value),
    pushContainer,
    pushText(text) {
      budget.takeBytes(2 * text.length);
      stack.push(text);
    },
    pop,
    popMany: (count) => Array.from({ length: count }, pop).reverse(),
    top,
    drop() {
      if (stack.pop() === undefined) throw new PickleFault('an opcode without its operand');
    },
    mark: () => void stack.push(MARK),
    popMark() {
      const mark = stack.lastIndexOf(MARK);
      if (mark < 0) throw new PickleFault('a list without a beginning');
      const items = stack.slice(mark + 1) as PickledValue[];
      stack.length = mark;
      return items;
    },
    remember(index = memo.size) {
      budget.takeEntries();
      budget.takeBytes(ITEM_BYTES);
      memo.set(index, top());
    },
    recall(index) {
      const value = memo.get(index);
      if (value === undefined) throw new PickleFault('a reference to nothing');
      stack.push(value);
    },
    addItems(target, items) {
      if (isOpaque(target)) return;
      if (!Array.isArray(target)) throw new PickleFault('a list or tuple that is none');
      budget.takeEntries(items.length);
      budget.takeBytes(ELEMENT_BYTES * items.length);
      for (const item of items) target.push(item);
    },
    setItems(target, items) {
      if (isOpaque(target)) return;
      if (!(target instanceof Map) || items.length % 2 !== 0) throw new PickleFault('items of what is no dictionary');
      budget.takeEntries(items.length / 2);
      budget.takeBytes((ITEM_BYTES * items.length) / 2);
      for (let k = 0; k < items.length; k += 2) {
        const key = items[k]!;
        if (isKey(key)) target.set(key, items[k + 1]!);
      }
    },
    reduce(isObject) {
      const args = pop();
      const callee = pop();
      if (isOpaque(callee)) return pushContainer(callee);
      if (typeof callee !== 'object' || callee === null || !('kind' in callee) || callee.kind !== 'global')
        throw new PickleFault('a call of what is no name');
      if (isOpaque(args) || (isObject && !isModule(callee.name)))
        return pushContainer({ kind: 'opaque', name: callee.name });
      if (!Array.isArray(args)) throw new PickleFault('a list or tuple that is none');
      pushContainer(call(callee, args, budget));
    },
    build() {
      const state = pop();
      const target = top();
      // A dictionary's or a tensor's state is what else hangs on it (a module's version numbers), not its items.
      if (target === null || typeof target !== 'object' || Array.isArray(target))
        throw new PickleFault('a state for what has none');
      if (!(target instanceof Map) && target.kind === 'object' && state instanceof Map) target.state = state;
    },
  };
}
