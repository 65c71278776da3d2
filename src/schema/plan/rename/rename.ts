import {Failure} from '../../../failure.ts'
import {identifier} from '../../words.ts'

/** What someone says was renamed. */
export type Rename = {
  /** `column`, `table`, `constraint` …; null: whatever has that name. */
  readonly kind: string | null
  /** The name as it is in ACTUAL, a part each: schema, table, column. The schema may be left out. */
  readonly from: readonly string[]
  /** The new name; of what lives in a schema also two parts, where it moves to another. */
  readonly to: readonly string[]
  /** Said in the schema itself, where it stays when it is done: passed over where nothing has the old name. */
  readonly standing: boolean
}

const PART = String.raw`(?:"(?:[^"]|"")+"|[^\s".=()]+)(?:\([^()]*\))?`
const PATH = String.raw`${PART}(?:\.${PART}){0,2}`
const RENAME = new RegExp(String.raw`^\s*(?:([a-z]+(?: [a-z]+)*)\s+)?(${PATH})\s*=\s*(${PATH})\s*$`, 'i')

/**
 * Reads `public.users.mail=email`, `index public.a=b`, `public.users=app.people`.
 * @throws Failure `usage`
 */
export function parseRename(text: string): Rename {
  const [, kind, from = '', to = ''] = RENAME.exec(text) ?? []
  if (!from || !to)
    throw new Failure('usage', `--rename ${text} is no rename`, {
      hint: 'old name = new name, e.g. --rename public.users.mail=email',
    })
  return {kind: kind?.toLowerCase() ?? null, from: parsePath(from), to: parsePath(to), standing: false}
}

/** `public."Users".mail` as its parts. */
export const parsePath = (path: string): string[] =>
  (path.match(new RegExp(PART, 'g')) ?? []).map((part) =>
    part.replace(/^"((?:[^"]|"")+)"/, (_, inner: string) => inner.replaceAll('""', '"')),
  )

/** For a person, as --rename takes it: `public.users.mail=email`. The parser must be loaded. */
export const renameText = ({from, to}: Rename): string => `${pathText(from)}=${pathText(to)}`

export const pathText = (path: readonly string[]): string =>
  path.map((part) => part.replace(/^[^(]*/, (name) => identifier(name))).join('.')
