/** The part of `fs-native-extensions` that is used; the package has no declarations. */
declare module 'fs-native-extensions' {
  /**
   * Asks the system for the whole file, for this opening of it alone: false where another opening has it. It is given
   * back when the file is closed here and in every process that was given it, however those end.
   * @throws the system's error where the disk keeps no locks
   */
  export function tryLock(fd: number): boolean;
}
