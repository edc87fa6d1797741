import { createReadingBudget, type ReadingBudget } from '../../io/readingBudget.js';
import { UserError } from '../../io/userError.js';
import { shownName } from '../../hub/shownName.js';
import { pickleBytes } from './pickleBytes.js';
import { globalOf, PickleFault, storageOf } from './pickleGlobals.js';
import { pickleMachine } from './pickleMachine.js';
import { isOpaque, type PickledValue } from './pickleValues.js';

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

/** A number that is written out. */
function numberOf(text: string): number {
  const value = Number(text.replace(/L$/, ''));
  if (Number.isNaN(value) && text !== 'nan') throw new PickleFault('a number that is none');
  return value;
}

function run(bytes: Uint8Array, budget: ReadingBudget): PickledValue {
  const input = pickleBytes(bytes);
  const machine = pickleMachine(budget);
  /** Bytes and texts that are no names of anything. */
  const pushSkipped = (length: number): void => {
    input.skip(length);
    machine.push({ kind: 'opaque', name: 'bytes' });
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
        return machine.pop();
      case '(':
        machine.mark();
        break;
      case '}':
        machine.pushContainer(new Map());
        break;
      case ']':
      case ')':
        machine.pushContainer([]);
        break;
      case '\x8f': // EMPTY_SET
        machine.pushContainer({ kind: 'opaque', name: 'set' });
        break;
      case 't':
      case 'l': {
        const items = machine.popMark();
        machine.pushContainer(items, items.length);
        break;
      }
      case 'd': {
        const items = machine.popMark();
        machine.pushContainer(new Map());
        machine.setItems(machine.top(), items);
        break;
      }
      case '\x91': // FROZENSET
        machine.popMark();
        machine.pushContainer({ kind: 'opaque', name: 'set' });
        break;
      case '0': // POP, of a mark too
        machine.drop();
        break;
      case '1': // POP_MARK
        machine.popMark();
        break;
      case '2': // DUP
        machine.push(machine.top());
        break;
      case '\x85':
      case '\x86':
      case '\x87': // TUPLE1, 2, 3
        machine.pushContainer(machine.popMany(opcode - 0x84), opcode - 0x84);
        break;
      case 'a': {
        const item = machine.pop();
        machine.addItems(machine.top(), [item]);
        break;
      }
      case 'e':
      case '\x90': {
        // APPENDS, ADDITEMS
        const items = machine.popMark();
        machine.addItems(machine.top(), items);
        break;
      }
      case 's': {
        const items = machine.popMany(2);
        machine.setItems(machine.top(), items);
        break;
      }
      case 'u': {
        const items = machine.popMark();
        machine.setItems(machine.top(), items);
        break;
      }
      case 'N':
        machine.push(null);
        break;
      case '\x88':
      case '\x89': // NEWTRUE, NEWFALSE
        machine.push(opcode === 0x88);
        break;
      case 'K':
        machine.push(input.byte());
        break;
      case 'M':
        machine.push(input.uint16());
        break;
      case 'J':
        machine.push(input.int32());
        break;
      case '\x8a': // LONG1
        machine.push(input.long(input.byte()));
        break;
      case '\x8b': // LONG4
        machine.push(input.long(input.uint32()));
        break;
      case 'I':
      case 'L':
      case 'F':
        machine.push(numberOf(input.line()));
        break;
      case 'G':
        machine.push(input.float64());
        break;
      case 'X':
        machine.pushText(input.text(input.uint32()));
        break;
      case '\x8c': // SHORT_BINUNICODE
        machine.pushText(input.text(input.byte()));
        break;
      case '\x8d': // BINUNICODE8
        machine.pushText(input.text(input.uint64()));
        break;
      case 'V':
        machine.pushText(input.line());
        break;
      case 'S':
        machine.pushText(input.line().replace(/^(['"])(.*)\1$/, '$2'));
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
        machine.remember(numberOf(input.line()));
        break;
      case 'q':
        machine.remember(input.byte());
        break;
      case 'r':
        machine.remember(input.uint32());
        break;
      case '\x94': // MEMOIZE
        machine.remember();
        break;
      case 'g':
        machine.recall(numberOf(input.line()));
        break;
      case 'h':
        machine.recall(input.byte());
        break;
      case 'j':
        machine.recall(input.uint32());
        break;
      case 'c': {
        const module = input.line();
        machine.pushContainer(globalOf(`${module}.${input.line()}`));
        break;
      }
      case '\x93': {
        // STACK_GLOBAL
        const [module, name] = machine.popMany(2);
        if (typeof module !== 'string' || typeof name !== 'string') throw new PickleFault('a name that is no text');
        budget.takeBytes(module.length + name.length);
        machine.pushContainer(globalOf(`${module}.${name}`));
        break;
      }
      case 'Q':
        machine.pushContainer(storageOf(machine.pop()));
        break;
      case 'R':
      case '\x81': // REDUCE, NEWOBJ
        machine.reduce(opcode === 0x81);
        break;
      case '\x92': // NEWOBJ_EX
        machine.pop();
        machine.reduce(true);
        break;
      case 'b':
        machine.build();
        break;
      default:
        throw new PickleFault(`the opcode 0x${opcode.toString(16)}`);
    }
  }
}
