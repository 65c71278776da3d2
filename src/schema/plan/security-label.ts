import type {Entry} from '../entry.ts'
import {parse} from '../parse.ts'

/** pg_dump writes those of a relation and of its columns in one entry. */
export const labelsOf = ({text}: Entry): string[] => parse(text).map((statement) => statement.text)

/** `SECURITY LABEL FOR p ON TABLE t IS NULL` */
export const unlabel = (label: string): string => `${/^(SECURITY LABEL .*?) IS (?:E?'|NULL)/s.exec(label)?.[1]} IS NULL`
