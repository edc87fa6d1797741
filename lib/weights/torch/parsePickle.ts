import { createReadingBudget, type ReadingBudget } from '../../io/readingBudget.js';
import { UserError } from '../../io/userError.js';
import { shownName } from '../../hub/shownName.js';
import { pickleBytes } from './pickleBytes.js';
import { call, globalOf, isKey, isModule, ITEM_BYTES, PickleFault, storageOf } from './pickleGlobals.js';
import { isOpaque, type PickledValue } from './pickleValues.js';

const MARK = Symbol('mark');
type StackItem = PickledValue | typeof MARK;

/** What a container takes of memory, about, and each of a list's items. */
const CONTAINER_BYTES = 192;
const ELEMENT_BYTES = 8;

/**
 * Reads a pickle as data. Nothing is ever imported or called: the opcodes below are all there are, and the names of
 * classes and functions are compared with a list (`pickleGlobals`) of what weights consist of; what is made by any
 * other stays opaque: its arguments and state are thrown away.
 * @param path the file, to name in errors
 * @param budget what the reading of the file may cost
 * @throws UserError naming the file and the opcode or name that is refused
 */
export function parsePickle(
  bytes: Uint8Array,
  path: string,
  budget: ReadingBudget = createReadingBudget(path, 'weights'),
): PickledValue {
  try {
    const root = run(bytes, budget);
    if (isOpaque(root)) throw new PickleFault(`the name ${shownName(root.name)}`);
    return root;
  } catch (error) {
    if (error instanceof PickleFault || error instanceof RangeError)
      throw new UserError(
        `${path} is refused: its pickle has ${error.message}, which no file of plain weights has; ` +
          `save the state dict alone, or as safetensors.`,
      );
    throw error;
  }
}

function run(bytes: Uint8Array, budget: ReadingBudget): PickledValue {
  const input = pickleBytes(bytes);
  const stack: StackItem[] = [];
  const memo = new Map<number, PickledValue>();

  const pushContainer = (container: PickledValue, elements = 0): void => {
    budget.takeEntries(1 + elements);
    budget.takeBytes(CONTAINER_BYTES + ELEMENT_BYTES * elements);
    stack.push(container);
  };
  const pushText = (text: string): void => {
    budget.takeBytes(2 * text.length);
    stack.push(text);
  };
  /** Bytes and texts that are no names of anything. */
  const pushSkipped = (length: number): void => {
    input.skip(length);
    stack.push({ kind: 'opaque', name: 'bytes' });
  };
  const pop = (): PickledValue => {
    const item = stack.pop();
    if (item === undefined || item === MARK) throw new PickleFault('an opcode without its operand');
    return item;
  };
  const top = (): PickledValue => {
    const item = stack.at(-1);
    if (item === undefined || item === MARK) throw new PickleFault('an opcode without its operand');
    return item;
  };
  const popMark = (): PickledValue[] => {
    const mark = stack.lastIndexOf(MARK);
    if (mark < 0) throw new PickleFault('a list without a beginning');
    const items = stack.slice(mark + 1) as PickledValue[];
    stack.length = mark;
    return items;
  };
  const popMany = (count: number): PickledValue[] => Array.from({ length: count }, pop).reverse();
  const remember = (index: number): void => {
    budget.takeEntries();
    budget.takeBytes(ITEM_BYTES);
    memo.set(index, top());
  };
  const addItems = (target: PickledValue, items: readonly PickledValue[]): void => {
    if (isOpaque(target)) return;
    if (!Array.isArray(target)) throw new PickleFault('a list or tuple that is none');
    budget.takeEntries(items.length);
    budget.takeBytes(ELEMENT_BYTES * items.length);
    for (const item of items) target.push(item);
  };
  const setItems = (target: PickledValue, items: readonly PickledValue[]): void => {
    if (isOpaque(target)) return;
    if (!(target instanceof Map) || items.length % 2 !== 0) throw new PickleFault('items of what is no dictionary');
    budget.takeEntries(items.length / 2);
    budget.takeBytes((ITEM_BYTES * items.length) / 2);
    for (let k = 0; k < items.length; k += 2) {
      const key = items[k]!;
      if (isKey(key)) target.set(key, items[k + 1]!);
    }
  };
  const recall = (index: number): PickledValue => {
    const value = memo.get(index);
    if (value === undefined) throw new PickleFault('a reference to nothing');
    return value;
  };
  const numberOf = (text: string): number => {
    const value = Number(text.replace(/L$/, ''));
    if (Number.isNaN(value) && text !== 'nan') throw new PickleFault('a number that is none');
    return value;
  };
  const reduce = (isObject: boolean): void => {
    const args = pop();
    const callee = pop();
    if (isOpaque(callee)) return void pushContainer(callee);
    if (typeof callee !== 'object' || callee === null || !('kind' in callee) || callee.kind !== 'global')
      throw new PickleFault('a call of what is no name');
    if (isOpaque(args) || (isObject && !isModule(callee.name)))
      return void pushContainer({ kind: 'opaque', name: callee.name });
    if (!Array.isArray(args)) throw new PickleFault('a list or tuple that is none');
    pushContainer(call(callee, args, budget));
  };
  const build = (): void => {
    const state = pop();
    const target = top();
    // A dictionary's or a tensor's state is what else hangs on it (a module's version numbers), not its items.
    if (target === null || typeof target !== 'object' || Array.isArray(target))
      throw new PickleFault('a state for what has none');
    if (!(target instanceof Map) && target.kind === 'object' && state instanceof Map) target.state = state;
  };

  for (;;) {
    const opcode = input.byte();
    switch (String.fromCharCode(opcode)) {
      case '\x80': // PROTO
        if (input.byte() > 5) throw new PickleFault('an unknown version');
        break;
      case '\x95': // FRAME
        input.skip(8);
        break;
      case '.': // STOP
        return pop();
      case '(':
        stack.push(MARK);
        break;
      case '}':
        pushContainer(new Map());
        break;
      case ']':
      case ')':
        pushContainer([]);
        break;
      case '\x8f': // EMPTY_SET
        pushContainer({ kind: 'opaque', name: 'set' });
        break;
      case 't':
      case 'l': {
        const items = popMark();
        pushContainer(items, items.length);
        break;
      }
      case 'd': {
        const items = popMark();
        pushContainer(new Map());
        setItems(top(), items);
        break;
      }
      case '\x91': // FROZENSET
        popMark();
        pushContainer({ kind: 'opaque', name: 'set' });
        break;
      case '0': // POP, of a mark too
        if (stack.pop() === undefined) throw new PickleFault('an opcode without its operand');
        break;
      case '1': // POP_MARK
        popMark();
        break;
      case '2': // DUP
        stack.push(top());
        break;
      case '\x85':
      case '\x86':
      case '\x87': // TUPLE1, 2, 3
        pushContainer(popMany(opcode - 0x84), opcode - 0x84);
        break;
      case 'a': {
        const item = pop();
        addItems(top(), [item]);
        break;
      }
      case 'e':
      case '\x90': {
        // APPENDS, ADDITEMS
        const items = popMark();
        addItems(top(), items);
        break;
      }
      case 's': {
        const items = popMany(2);
        setItems(top(), items);
        break;
      }
      case 'u': {
        const items = popMark();
        setItems(top(), items);
        break;
      }
      case 'N':
        stack.push(null);
        break;
      case '\x88':
      case '\x89': // NEWTRUE, NEWFALSE
        stack.push(opcode === 0x88);
        break;
      case 'K':
        stack.push(input.byte());
        break;
      case 'M':
        stack.push(input.uint16());
        break;
      case 'J':
        stack.push(input.int32());
        break;
      case '\x8a': // LONG1
        stack.push(input.long(input.byte()));
        break;
      case '\x8b': // LONG4
        stack.push(input.long(input.uint32()));
        break;
      case 'I':
      case 'L':
      case 'F':
        stack.push(numberOf(input.line()));
        break;
      case 'G':
        stack.push(input.float64());
        break;
      case 'X':
        pushText(input.text(input.uint32()));
        break;
      case '\x8c': // SHORT_BINUNICODE
        pushText(input.text(input.byte()));
        break;
      case '\x8d': // BINUNICODE8
        pushText(input.text(input.uint64()));
        break;
      case 'V':
        pushText(input.line());
        break;
      case 'S':
        pushText(input.line().replace(/^(['"])(.*)\1$/, '$2'));
        break;
      case 'C':
      case 'U': // SHORT_BINBYTES, SHORT_BINSTRING
        pushSkipped(input.byte());
        break;
      case 'B':
      case 'T': // BINBYTES, BINSTRING
        pushSkipped(input.uint32());
        break;
      case '\x8e':
      case '\x96': // BINBYTES8, BYTEARRAY8
        pushSkipped(input.uint64());
        break;
      case 'p':
        remember(numberOf(input.line()));
        break;
      case 'q':
        remember(input.byte());
        break;
      case 'r':
        remember(input.uint32());
        break;
      case '\x94': // MEMOIZE
        remember(memo.size);
        break;
      case 'g':
        stack.push(recall(numberOf(input.line())));
        break;
      case 'h':
        stack.push(recall(input.byte()));
        break;
      case 'j':
        stack.push(recall(input.uint32()));
        break;
      case 'c': {
        const module = input.line();
        pushContainer(globalOf(`${module}.${input.line()}`));
        break;
      }
      case '\x93': {
        // STACK_GLOBAL
        const [module, name] = popMany(2);
        if (typeof module !== 'string' || typeof name !== 'string') throw new PickleFault('a name that is no text');
        budget.takeBytes(module.length + name.length);
        pushContainer(globalOf(`${module}.${name}`));
        break;
      }
      case 'Q':
        pushContainer(storageOf(pop()));
        break;
      case 'R':
      case '\x81': // REDUCE, NEWOBJ
        reduce(opcode === 0x81);
        break;
      case '\x92': // NEWOBJ_EX
        pop();
        reduce(true);
        break;
      case 'b':
        build();
        break;
      default:
        throw new PickleFault(`the opcode 0x${opcode.toString(16)}`);
    }
  }
}
