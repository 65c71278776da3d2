import * as v from 'valibot'
import {Failure} from '../../failure.ts'

/**
 * What only pgplumb needs of a backup is in comments. Its header is an entry of the archive. The first backups were scripts:
 * the first line is the header, these lines begin the parts, and the last says how many rows each table has.
 */
export const PARTS = ['before the rows', 'rows', 'after the rows', 'end'] as const
export type Part = (typeof PARTS)[number]

const MARK = '-- pgplumb: '

const Header = v.object({
  format: v.literal(1),
  name: v.string(),
  schema: v.string(),
  /** Of the server, `18.4`. */
  version: v.string(),
  at: v.string(),
  /** The row of the registry. */
  row: v.nullable(v.record(v.string(), v.unknown())),
})
export type Header = v.InferOutput<typeof Header>

const Counts = v.record(v.string(), v.number())

export const headerLine = (header: Header): string => `-- pgplumb tenant ${JSON.stringify(header)}\n`

/** @throws Failure `no_backup` */
export function parseHeader(line: string, file: string): Header {
  const found = v.safeParse(Header, json(/^-- pgplumb tenant (\{.*\})$/.exec(line)?.[1]))
  if (found.success) return found.output
  throw new Failure('no_backup', `${file} is no backup of a tenant`, {
    hint: 'pgplumb tenant backup NAME writes one',
    place: {file, line: 1},
  })
}

/** The part that a line begins; null where it begins none. */
export const partOf = (line: string): Part | null =>
  PARTS.find((part) => line === `${MARK}${part}` || (part === 'end' && line.startsWith(`${MARK}end `))) ?? null

export function countsOf(line: string): Readonly<Record<string, number>> | null {
  const found = v.safeParse(Counts, json(line.slice(`${MARK}end `.length)))
  return found.success ? found.output : null
}

function json(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '')
  } catch {
    return null
  }
}
