import {some, strings} from '../tree.ts'

// Functions that give one value for all rows of a statement. Any other is taken for volatile, as CREATE FUNCTION does.
const STEADY = new Set(
  (
    'now transaction_timestamp statement_timestamp current_setting current_database current_schema current_user lower upper md5 ' +
    'to_timestamp to_date to_char date_trunc date_part extract timezone make_date make_timestamp make_timestamptz make_interval concat ' +
    'concat_ws format length left right trim btrim ltrim rtrim replace repeat substring substr decode encode sha256 ' +
    'jsonb_build_object jsonb_build_array json_build_object json_build_array to_json to_jsonb array_fill array_append string_to_array ' +
    'abs ceil floor round power sqrt greatest least mod int4range int8range daterange tsrange tstzrange numrange uuid_nil ' +
    'like_escape interval_justify to_tsvector set_byte inet_client_addr pg_backend_pid txid_current version'
  ).split(' '),
)

/** The first function in the expression that may give each row another value. */
export function volatileCall(expression: unknown, known: ReadonlySet<string>): string | null {
  let found: string | null = null
  some(expression, (kind, body) => {
    if (kind !== 'FuncCall' || !Array.isArray(body.funcname)) return false
    const name = strings(body.funcname).at(-1) ?? ''
    if (STEADY.has(name) || known.has(name)) return false
    found = name
    return true
  })
  return found
}
