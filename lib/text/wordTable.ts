/**
 * Words of the letters a to z, which most are, with their tokens. A word is found by its characters: no string is made
 * of it.
 */
export interface WordTable {
  /** Appends the tokens of the letters that start at `begin`, one at least. @returns where they end */
  append(text: string, begin: number, tokens: number[]): number;
}

const SLOT_BITS = 17;
const MOST_WORDS = 2 ** (SLOT_BITS - 1);
const RECORDS = 2 ** 20;
/** Longer words are rare and would fill the memory. */
const LONGEST = 64;
/** 32-bit FNV-1a. */
const HASH_START = 0x811c9dc5 | 0;
const HASH_FACTOR = 0x01000193;

/** Whether there is a letter from a to z. */
export function isPlainLetter(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code >= 97 && code <= 122;
}

/** @param encode the tokens of a word that is new to the table */
export function createWordTable(encode: (word: string) => readonly number[]): WordTable {
  // A slot is a hash and the place of a record, 0 for none; a record is the word's length, its characters, the number
  // of its tokens, and these. All in two arrays: a lookup costs two accesses to memory.
  const slots = new Int32Array(2 << SLOT_BITS);
  const records = new Int32Array(RECORDS);
  let words = 0;
  let free = 1;

  const isWord = (record: number, text: string, begin: number, length: number): boolean => {
    if (records[record] !== length) return false;
    for (let k = 0; k < length; k++) if (records[record + 1 + k] !== text.charCodeAt(begin + k)) return false;
    return true;
  };

  const slotOf = (hash: number, text: string, begin: number, length: number): number => {
    for (let slot = hash >>> (32 - SLOT_BITS); ; slot = (slot + 1) % (1 << SLOT_BITS)) {
      const record = slots[2 * slot + 1]!;
      if (record === 0 || (slots[2 * slot] === hash && isWord(record, text, begin, length))) return slot;
    }
  };

  const keep = (slot: number, hash: number, word: string, ids: readonly number[]): void => {
    slots[2 * slot] = hash;
    slots[2 * slot + 1] = free;
    records[free++] = word.length;
    for (let k = 0; k < word.length; k++) records[free++] = word.charCodeAt(k);
    records[free++] = ids.length;
    for (const id of ids) records[free++] = id;
    words++;
  };

  return {
    append(text, begin, tokens) {
      let hash = HASH_START;
      let end = begin;
      for (; isPlainLetter(text, end); end++) hash = Math.imul(hash ^ text.charCodeAt(end), HASH_FACTOR);
      const length = end - begin;
      const slot = length <= LONGEST ? slotOf(hash, text, begin, length) : -1;
      const record = slot < 0 ? 0 : slots[2 * slot + 1]!;
      if (record > 0) {
        const first = record + length + 2;
        const last = first + records[first - 1]!;
        for (let k = first; k < last; k++) tokens.push(records[k]!);
        return end;
      }
      const word = text.slice(begin, end);
      const ids = encode(word);
      for (const id of ids) tokens.push(id);
      if (slot < 0) return end;
      if (words < MOST_WORDS && free + 2 * LONGEST + 2 <= RECORDS) keep(slot, hash, word, ids);
      else {
        slots.fill(0);
        words = 0;
        free = 1;
      }
      return end;
    },
  };
}
