/** Whether a flag was given, readable before the arguments are parsed and when they cannot be. */
const own = (argv: readonly string[]): readonly string[] =>
  argv.includes('--') ? argv.slice(0, argv.indexOf('--')) : argv

export function wantsJson(argv: readonly string[]): boolean {
  const words = own(argv)
  return words.includes('--json') || words.includes('--format=json') || words[words.indexOf('--format') + 1] === 'json'
}

export const wantsDebug = (argv: readonly string[]): boolean => own(argv).includes('--debug')
