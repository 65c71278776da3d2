import * as v from 'valibot'
import {SSL_MODES} from '../../postgres/address.ts'
import {orVariable, text} from './common.ts'

const PORT = 'a port number from 1 to 65535'

const port = orVariable(
  v.union([
    v.pipe(v.number(), v.integer(PORT), v.minValue(1, PORT), v.maxValue(65535, PORT)),
    v.pipe(
      v.string(),
      v.regex(/^\d{1,5}$/),
      v.check((digits) => Number(digits) >= 1 && Number(digits) <= 65535),
    ),
  ]),
  PORT,
)

/** Server settings, as in postgresql.conf. */
const settings = v.record(v.string(), v.union([v.string(), v.number(), v.boolean()]))

const own = {
  container: v.optional(text),
  image: v.optional(text),
  volume: v.optional(text),
  settings: v.optional(settings),
}

const server = v.union(
  [
    v.picklist(['embedded', 'docker']),
    v.strictObject({kind: v.picklist(['embedded', 'docker']), port: v.optional(port), ...own}),
  ],
  'embedded, docker, or a mapping with that kind',
)

const database = v.strictObject({
  server: v.optional(v.pipe(server, v.description('Who runs it: pgplumb (embedded), or a container (docker)'))),
  url: v.optional(
    v.pipe(text, v.description('postgres://user@host:port/database, for a server that someone else runs')),
  ),
  service: v.optional(v.pipe(text, v.description('A section of pg_service.conf'))),
  host: v.optional(text),
  port: v.optional(port),
  database: v.optional(text),
  user: v.optional(text),
  password: v.optional(v.pipe(v.string(), v.description('Best as a variable that .env sets'))),
  sslmode: v.optional(orVariable(v.picklist(SSL_MODES), SSL_MODES.join(', '))),
  sslrootcert: v.optional(v.pipe(text, v.description('A file, or system'))),
  sslcert: v.optional(text),
  sslkey: v.optional(text),
  options: v.optional(v.pipe(text, v.description('Settings sent at connect, e.g. -c search_path=app'))),
  ...own,
  protected: v.optional(v.pipe(v.boolean(), v.description('Nothing is destroyed without --confirm <database name>'))),
  disposable: v.optional(v.pipe(v.boolean(), v.description('Whether reset may drop it'))),
})

export const databases = v.pipe(
  v.record(
    v.pipe(v.string(), v.regex(/^[\w][\w.-]*$/, 'a name of letters, digits, _ . and -')),
    v.union([text, database], 'a URL or a mapping'),
  ),
  v.description('Each a mapping, or the URL alone'),
)

export type DatabaseConfig = v.InferOutput<typeof database>
export type DatabasesConfig = v.InferOutput<typeof databases>
