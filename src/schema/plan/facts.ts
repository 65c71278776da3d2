import type {Hazard, Lock} from '../../plan.ts'
import {COLUMN, NAME, PART, starts, TABLE} from './forms.ts'

/** What a statement does to tables that stand, as far as its form tells. */
export type Facts = {
  readonly lock: Lock | null
  readonly rewrites: boolean
  readonly hazards: readonly Hazard[]
}

/** The strongest lock on a table, by the first that fits: https://www.postgresql.org/docs/current/explicit-locking.html */
const LOCKS: readonly (readonly [RegExp, Lock])[] = [
  [
    starts(`${TABLE}(?:VALIDATE CONSTRAINT|CLUSTER ON|SET WITHOUT CLUSTER|SET \\(|RESET \\()`),
    'SHARE UPDATE EXCLUSIVE',
  ],
  [starts(`${COLUMN}(?:SET STATISTICS|SET \\(|RESET \\()`), 'SHARE UPDATE EXCLUSIVE'],
  [starts(`${TABLE}ADD CONSTRAINT ${PART} FOREIGN KEY `), 'SHARE ROW EXCLUSIVE'],
  [starts(`${TABLE}(?:ENABLE|DISABLE)(?: ALWAYS| REPLICA)? TRIGGER `), 'SHARE ROW EXCLUSIVE'],
  [starts(TABLE), 'ACCESS EXCLUSIVE'],
  [/^CREATE (?:OR REPLACE )?(?:CONSTRAINT )?TRIGGER /, 'SHARE ROW EXCLUSIVE'],
  [/^(?:CREATE|ALTER) POLICY /, 'ACCESS EXCLUSIVE'],
  [/^CREATE (?:OR REPLACE )?RULE /, 'ACCESS EXCLUSIVE'],
  [/^CREATE (?:UNIQUE )?INDEX CONCURRENTLY |^DROP INDEX CONCURRENTLY /, 'SHARE UPDATE EXCLUSIVE'],
  [/^CREATE (?:UNIQUE )?INDEX /, 'SHARE'],
  // On the index that is attached, which every query of its table wants.
  [/^ALTER INDEX .* ATTACH PARTITION /s, 'ACCESS EXCLUSIVE'],
  [/^ALTER INDEX /, 'SHARE UPDATE EXCLUSIVE'],
  [/^(?:CREATE|DROP) STATISTICS /, 'SHARE UPDATE EXCLUSIVE'],
  [/^ALTER PUBLICATION .* (?:ADD|DROP) TABLE /s, 'SHARE UPDATE EXCLUSIVE'],
  [/^COMMENT ON (?:TABLE|COLUMN|MATERIALIZED VIEW|FOREIGN TABLE) /, 'SHARE UPDATE EXCLUSIVE'],
  [/^SECURITY LABEL .* ON (?:TABLE|COLUMN|MATERIALIZED VIEW|FOREIGN TABLE) /s, 'SHARE UPDATE EXCLUSIVE'],
  [/^ALTER TYPE .* (?:ADD|DROP) ATTRIBUTE /s, 'ACCESS EXCLUSIVE'],
  [starts(`ALTER DOMAIN ${NAME} (?:SET NOT NULL|VALIDATE |ADD (?!.* NOT VALID$))`), 'SHARE'],
  [/^DROP (?:FOREIGN TABLE|TABLE|TRIGGER|POLICY|RULE|INDEX|VIEW|MATERIALIZED VIEW) /, 'ACCESS EXCLUSIVE'],
  [/^CREATE (?:UNLOGGED |FOREIGN )?TABLE .*\nINHERITS \(/s, 'SHARE UPDATE EXCLUSIVE'],
]

const ADDED = starts(
  `${TABLE}ADD CONSTRAINT ${PART} (?:FOREIGN KEY|PRIMARY KEY|UNIQUE|EXCLUDE|CHECK)(?!.* (?:NOT VALID|NOT ENFORCED)$)(?! USING INDEX)`,
)
const VALIDATED = starts(`${TABLE}VALIDATE CONSTRAINT `)
const ATTACHED = starts(`${TABLE}ATTACH PARTITION ${NAME} `)
const INDEXED = starts(`CREATE (?:UNIQUE )?INDEX ${PART} ON (?!ONLY )${NAME} `)
const COUNTED = starts(`SELECT pg_catalog\\.setval\\(.* FROM ${NAME} HAVING `)
const DOMAIN = starts(`ALTER DOMAIN ${NAME} (?:SET NOT NULL|VALIDATE |ADD (?!.* NOT VALID$))`)
const REWRITTEN = starts(`${TABLE}SET (?:LOGGED|UNLOGGED|ACCESS METHOD|TABLESPACE)\\b`)

export function factsOf(sql: string): Facts {
  const rewritten = REWRITTEN.exec(sql)?.[1]
  return {
    lock: LOCKS.find(([pattern]) => pattern.test(sql))?.[1] ?? null,
    rewrites: rewritten !== undefined,
    hazards: rewritten === undefined ? readingOf(sql) : [rewrites(rewritten)],
  }
}

const rewrites = (table: string): Hazard => ({
  code: 'rewrites',
  message: `writes ${table} anew, while nobody can read it`,
})

function readingOf(sql: string): Hazard[] {
  const scans = (message: string): Hazard => ({code: 'scans', message})
  const validated = VALIDATED.exec(sql)?.[1]
  if (validated) return [scans(`reads ${validated}, while others go on`)]
  const attached = ATTACHED.exec(sql)?.[2]
  if (attached)
    return [
      scans(`reads ${attached}, and what is the default partition`),
      {code: 'may-fail-on-data', message: `fails if a row of ${attached} does not belong there`},
    ]
  const read = ADDED.exec(sql)?.[1] ?? INDEXED.exec(sql)?.[1]
  if (read) return [scans(`reads all of ${read}`)]
  const counted = COUNTED.exec(sql)?.[1]
  if (counted) return [scans(`reads ${counted} for its highest value, where no index knows it`)]
  const domain = DOMAIN.exec(sql)?.[1]
  return domain
    ? [
        scans(`reads all tables with columns of ${domain}`),
        {code: 'blocks-writes', message: 'nobody can write to them meanwhile'},
      ]
    : []
}
