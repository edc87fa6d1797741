/** What a text tower needs from a vocabulary: strings in, token ids out, and back. */
export interface Tokenizer {
  /** Number of token ids: 512 + merges + 2, and those of added tokens. */
  readonly vocabSize: number;
  /** Tokens a row of `tokenize` holds, the start and end tokens among them. */
  readonly contextLength: number;
  /** `<|startoftext|>`. */
  readonly startToken: number;
  /** `<|endoftext|>`, the largest id but for added tokens'. */
  readonly endToken: number;
  /** Token ids of one text, cleaned and lower-cased first; no start or end token, no truncation. */
  encode(text: string): number[];
  /** The text of some token ids, a blank after each word; ids outside the vocabulary are an error. */
  decode(ids: ArrayLike<number>): string;
  /**
   * Rows for the text tower: start, ids, end, then 0 up to the context length.
   * @returns [texts.length, contextLength], row after row
   * @throws UserError with `truncate: false` when a text does not fit; by default its end is cut, keeping the end token
   */
  tokenize(texts: readonly string[], options?: TokenizeOptions): Int32Array;
}

/** How `Tokenizer.tokenize` treats texts. */
export interface TokenizeOptions {
  /** Cut texts that do not fit (default), or refuse them with an error that shows the cut. */
  readonly truncate?: boolean;
}
