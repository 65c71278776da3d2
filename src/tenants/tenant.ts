import {Failure} from '../failure.ts'

/** A row of the registry. */
export type Tenant = {
  /** As text, whatever its type; null where the registry has no such column. */
  readonly id: string | null
  /** As commands take it. */
  readonly name: string
  /** The name of its schema, which may be missing. */
  readonly schema: string
}

/** What went wrong with one tenant, while others went on. */
export type Problem = {
  /** A Failure's code, or `sql_error`. */
  readonly code: string
  readonly message: string
  readonly hint: string | null
  readonly detail: string | null
  /** `sql/tenant-migrations/003_note.sql:2:5` */
  readonly place: string | null
}

export function problemOf(error: unknown): Problem {
  const nothing = {hint: null, detail: null, place: null}
  if (error instanceof Failure)
    return {
      code: error.code,
      message: error.message,
      hint: error.hint ?? null,
      detail: error.detail ?? null,
      place: error.place ? [error.place.file, error.place.line, error.place.column].filter(Boolean).join(':') : null,
    }
  if (!(error instanceof Error)) return {code: 'sql_error', message: String(error), ...nothing}
  const detail = 'detail' in error && typeof error.detail === 'string' ? error.detail : null
  return {...nothing, code: 'sql_error', message: error.message, detail}
}

/**
 * The tenant that a person means: by its name, else by its schema.
 * @throws Failure `unknown_tenant`
 */
export function findTenant(tenants: readonly Tenant[], text: string): Tenant {
  const found = tenants.find(({name}) => name === text) ?? tenants.find(({schema}) => schema === text)
  if (found) return found
  throw new Failure('unknown_tenant', `there is no tenant "${text}" in the registry`, {
    hint: 'pgplumb tenant list shows them all',
  })
}
