/** Whether a flag was given, readable before the arguments are parsed and when they cannot be. */
const own = (argv: readonly string[]): readonly string[] =>
  argv.includes('--') ? argv.slice(0, argv.indexOf('--')) : argv

export function wantsJson(argv: readonly string[]): boolean {
  const words = own(argv)
  return words.some(
    (word, index) =>
      word === '--json' || word === '--format=json' || (word === 'json' && words[index - 1] === '--format'),
  )
}

export const wantsDebug = (argv: readonly string[]): boolean => own(argv).includes('--debug')
