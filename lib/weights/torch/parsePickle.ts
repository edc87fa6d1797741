import { UserError } from '../../io/userError.js';
import { pickleBytes } from './pickleBytes.js';
import { call, isAllowedGlobal, isModule, PickleFault, storageOf } from './pickleGlobals.js';
import type { PickledGlobal, PickledKey, PickledValue } from './pickleValues.js';

const MARK = Symbol('mark');
type StackItem = PickledValue | typeof MARK;

/** Containers a pickle may make; each tensor makes some five. */
const MOST_CONTAINERS = 2 ** 20;

/**
 * Reads a pickle as data. Nothing is ever imported or called: the opcodes below are all there are, and the names of
 * classes and functions are compared with a list (`pickleGlobals`) of what weights consist of.
 * @param path the file, to name in errors
 * @throws UserError naming the file and the opcode or name that is refused
 */
export function parsePickle(bytes: Uint8Array, path: string): PickledValue {
  try {
    return run(bytes);
  } catch (error) {
    if (error instanceof PickleFault || error instanceof RangeError)
      throw new UserError(
        `${path} is refused: its pickle has ${error.message}, which no file of plain weights has; ` +
          `save the state dict alone, or as safetensors.`,
      );
    throw error;
  }
}

function run(bytes: Uint8Array): PickledValue {
  const input = pickleBytes(bytes);
  const stack: StackItem[] = [];
  const memo = new Map<number, PickledValue>();
  let containers = 0;

  const pushContainer = (container: PickledValue): void => {
    if (++containers > MOST_CONTAINERS) throw new PickleFault(`more than ${MOST_CONTAINERS} containers`);
    stack.push(container);
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
    return stack.splice(mark).slice(1) as PickledValue[];
  };
  const popMany = (count: number): PickledValue[] => Array.from({ length: count }, pop).reverse();
  const global = (module: string, name: string): PickledGlobal => {
    const qualified = `${module}.${name}`;
    if (!isAllowedGlobal(qualified)) throw new PickleFault(`the name ${qualified}`);
    return { kind: 'global', name: qualified };
  };
  const asGlobal = (value: PickledValue): PickledGlobal => {
    if (typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'global') return value;
    throw new PickleFault('a call of what is no name');
  };
  const asArray = (value: PickledValue): PickledValue[] => {
    if (Array.isArray(value)) return value;
    throw new PickleFault('a list or tuple that is none');
  };
  const setItems = (target: PickledValue, items: readonly PickledValue[]): void => {
    if (!(target instanceof Map) || items.length % 2 !== 0) throw new PickleFault('items of what is no dictionary');
    for (let k = 0; k < items.length; k += 2) {
      const key = items[k]!;
      if (typeof key === 'object' && key !== null) throw new PickleFault('a key that is neither text nor number');
      target.set(key as PickledKey, items[k + 1]!);
    }
  };
  const recall = (index: number): PickledValue => {
    const value = memo.get(index);
    if (value === undefined) throw new PickleFault('a reference to nothing');
    return value;
  };
  const build = (): void => {
    const state = pop();
    const target = top();
    // An OrderedDict's state is what else hangs on it (a module's version numbers), not its items.
    if (target instanceof Map && state instanceof Map) return;
    if (
      !(state instanceof Map) ||
      target === null ||
      typeof target !== 'object' ||
      !('kind' in target) ||
      target.kind !== 'object'
    )
      throw new PickleFault('a state for what has none');
    target.state = state;
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
      case 't':
        pushContainer(popMark());
        break;
      case '\x85':
      case '\x86':
      case '\x87': // TUPLE1, 2, 3
        pushContainer(popMany(opcode - 0x84));
        break;
      case 'a':
        {
          const item = pop();
          asArray(top()).push(item);
        }
        break;
      case 'e':
        {
          const items = popMark();
          const list = asArray(top());
          for (const item of items) list.push(item);
        }
        break;
      case 's':
        {
          const items = popMany(2);
          setItems(top(), items);
        }
        break;
      case 'u':
        {
          const items = popMark();
          setItems(top(), items);
        }
        break;
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
      case 'G':
        stack.push(input.float64());
        break;
      case 'X':
        stack.push(input.text(input.uint32()));
        break;
      case '\x8c': // SHORT_BINUNICODE
        stack.push(input.text(input.byte()));
        break;
      case 'q':
        memo.set(input.byte(), top());
        break;
      case 'r':
        memo.set(input.uint32(), top());
        break;
      case '\x94': // MEMOIZE
        memo.set(memo.size, top());
        break;
      case 'h':
        stack.push(recall(input.byte()));
        break;
      case 'j':
        stack.push(recall(input.uint32()));
        break;
      case 'c': {
        const module = input.line();
        pushContainer(global(module, input.line()));
        break;
      }
      case '\x93': {
        // STACK_GLOBAL
        const [module, name] = popMany(2);
        if (typeof module !== 'string' || typeof name !== 'string') throw new PickleFault('a name that is no text');
        pushContainer(global(module, name));
        break;
      }
      case 'Q':
        pushContainer(storageOf(pop()));
        break;
      case 'R':
      case '\x81': {
        // REDUCE, NEWOBJ
        const args = asArray(pop());
        const callee = asGlobal(pop());
        if (opcode === 0x81 && !isModule(callee.name)) throw new PickleFault(`an object of ${callee.name}`);
        pushContainer(call(callee, args));
        break;
      }
      case 'b':
        build();
        break;
      default:
        throw new PickleFault(`the opcode 0x${opcode.toString(16)}`);
    }
  }
}
