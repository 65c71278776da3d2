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
  return {
    colored: true,
    ok: chalk.green,
    bad: chalk.red,
    warn: chalk.yellow,
    dim: chalk.dim,
    object: chalk.bold,
    added: chalk.green,
    removed: chalk.red,
    heading: chalk.bold,
    command: chalk.cyan,
  }
}

/** FORCE_COLOR wins over NO_COLOR, as in Node itself; see https://force-color.org and https://no-color.org. */
function colors({env, stream}: ThemeOptions): boolean {
  if (env.FORCE_COLOR !== undefined) return env.FORCE_COLOR !== '0' && env.FORCE_COLOR !== 'false'
  if (env.NO_COLOR) return false
  return stream.isTTY === true && env.TERM !== 'dumb'
}
