/** The part of `cephes` that is used; the package's own declarations cannot be found through its `exports`. */
declare module 'cephes' {
  /** Settles when the WebAssembly is ready. */
  export const compiled: Promise<void>;
  /** The quantile at `share` of the beta distribution with shapes a and b. */
  export function incbi(a: number, b: number, share: number): number;
  /** The quantile at `share` of the standard normal distribution. */
  export function ndtri(share: number): number;
  /** The share of the beta distribution with shapes a and b that lies below x. */
  export function incbet(a: number, b: number, x: number): number;
}
