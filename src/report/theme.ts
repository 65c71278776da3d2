/** What a piece of text means; the theme decides how that looks. */
export type Theme = {
  /** Whether it colours at all. */
  readonly colored: boolean
} & Readonly<Record<Meaning, (text: string) => string>>

type Meaning = 'ok' | 'bad' | 'warn' | 'dim' | 'object' | 'added' | 'removed' | 'heading' | 'command'

export type ThemeOptions = {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly stream: {readonly isTTY?: boolean}
}

const same = (text: string): string => text

/** Text as it is. */
export const plain: Theme = {
  colored: false,
  ok: same,
  bad: same,
  warn: same,
  dim: same,
  object: same,
  added: same,
  removed: same,
  heading: same,
  command: same,
}

/** The theme for a stream. Only one that colours costs the import of chalk. */
export async function createTheme(options: ThemeOptions): Promise<Theme> {
  if (!colors(options)) return plain
  const {Chalk} = await import('chalk')
  const chalk = new Chalk({level: 1})
  // chalk joins all its arguments: `lines.map(chalk.dim)` would print the index, too.
  const style = (paint: (text: string) => string) => (text: string) => paint(text)
  return {
    colored: true,
    ok: style(chalk.green),
    bad: style(chalk.red),
    warn: style(chalk.yellow),
    dim: style(chalk.dim),
    object: style(chalk.bold),
    added: style(chalk.green),
    removed: style(chalk.red),
    heading: style(chalk.bold),
    command: style(chalk.cyan),
  }
}

/** FORCE_COLOR wins over NO_COLOR, as in Node itself; see https://force-color.org and https://no-color.org. */
function colors({env, stream}: ThemeOptions): boolean {
  if (env.FORCE_COLOR !== undefined) return env.FORCE_COLOR !== '0' && env.FORCE_COLOR !== 'false'
  if (env.NO_COLOR) return false
  return stream.isTTY === true && env.TERM !== 'dumb'
}
