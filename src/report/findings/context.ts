import type {Finding} from '../../finding.ts'
import type {Theme} from '../theme.ts'

/** What a format may need besides the findings. */
export type FindingsContext = {
  readonly theme: Theme
  /** Columns; 80 where the reader's terminal is not known. */
  readonly width?: number
  readonly version: string
  /** The text of a line (1-based) of a file, for the caret display; null where it cannot be read. */
  readonly readLine?: (file: string, line: number) => string | null
  /** The file that stands for findings about a database rather than a file, e.g. the master schema. */
  readonly standIn?: string
  /** What is printed in text when there is nothing to report. */
  readonly clean?: string
}

export type FindingsFormat = (findings: readonly Finding[], context: FindingsContext) => string

/** `table public.users` */
export const objectName = (finding: Finding): string | null =>
  finding.object === null ? null : `${finding.object.kind} ${finding.object.identity}`

/** A path as URLs and CI servers write it. */
export const slashes = (file: string): string => file.replaceAll('\\', '/')
