/**
 * An icon's name as words: "face-with-tears-of-joy" -> "face with tears of joy". Digits part from letters where the
 * letters are a word ("arrow2" -> "arrow 2", "24hours" -> "24 hours") and stay where they are half of a sign ("mp3",
 * "h1", "3d").
 */
export function iconWords(name: string): string {
  return name
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .flatMap((part) => part.replace(/(?<![a-z])([a-z]{3,})(?=\d)|(\d)(?=[a-z]{3,})/g, '$1$2 ').split(' '))
    .filter(Boolean)
    .join(' ');
}

/** The distinct words of a caption: runs of letters and digits, lower case. */
export function captionWords(caption: string): string[] {
  return [...new Set(caption.toLowerCase().match(/[a-z0-9]+/g) ?? [])];
}
