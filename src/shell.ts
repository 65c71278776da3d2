/** A command line that can be pasted into a shell. */
export const shellCommand = (words: readonly string[]): string =>
  words.map((word) => (/^[\w@%+=:,./#-]+$/.test(word) && !word.startsWith('#') ? word : quote(word))).join(' ')

const quote = (word: string): string => `'${word.replaceAll("'", `'\\''`)}'`
