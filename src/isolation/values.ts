import type {Column} from './catalog.ts'

const hex = (n: number, digits: number): string => n.toString(16).padStart(digits, '0').slice(-digits)

/** A value of the column's type as text, another for each `n`; null where none is known. */
export function sampleOf(
  {base, baseType, category, element, labels}: Pick<Column, 'base' | 'baseType' | 'category' | 'element' | 'labels'>,
  n: number,
): string | null {
  if (category === 'E') return labels?.[n % labels.length] ?? null
  if (category === 'A') {
    const inner = sampleOf({base: element ?? '', baseType: '', category: labels ? 'E' : '', element: null, labels}, n)
    return inner === null ? '{}' : `{"${inner.replaceAll(/["\\]/g, '\\$&')}"}`
  }
  const length = Number(/\((\d+)/.exec(baseType)?.[1] ?? 0)
  const known = SCALARS[base]
  if (known) return known(n, length)
  // A range of any type may have no bounds.
  return category === 'R' ? (base.includes('multirange') ? '{(,)}' : '(,)') : null
}

const day = (n: number): string => new Date(Date.UTC(2026, 0, 15) + (n % 5000) * 86_400_000).toISOString().slice(0, 10)
const short = (n: number, length: number): string => {
  const whole = `plumb ${n}`
  if (length === 0 || whole.length <= length) return whole
  return n.toString(36).slice(-length)
}
const number = (n: number): string => String(1000 + (n % 30_000))
const large = (n: number): string => String(100_000 + n)
const small = (n: number, precision: number): string => (precision > 0 && precision < 9 ? String(n % 9) : number(n))

const SCALARS: Readonly<Record<string, (n: number, length: number) => string>> = {
  uuid: (n) => `${hex(n, 8)}-0000-4000-8000-${hex(n * 7919, 12)}`,
  int2: number,
  int4: large,
  int8: large,
  oid: large,
  float4: number,
  float8: number,
  numeric: small,
  money: number,
  text: short,
  varchar: short,
  bpchar: short,
  name: short,
  citext: short,
  char: (n) => String.fromCharCode(97 + (n % 26)),
  bool: (n) => (n % 2 ? 'true' : 'false'),
  date: day,
  timestamp: (n) => `${day(n)} 10:00`,
  timestamptz: (n) => `${day(n)} 10:00+00`,
  time: (n) => `10:${String(n % 60).padStart(2, '0')}`,
  timetz: (n) => `10:${String(n % 60).padStart(2, '0')}+00`,
  interval: (n) => `${n} minutes`,
  json: (n) => `{"plumb": ${n}}`,
  jsonb: (n) => `{"plumb": ${n}}`,
  bytea: (n) => `\\x${hex(n, 8)}`,
  inet: (n) => `10.0.${(n >> 8) % 256}.${n % 256}`,
  cidr: (n) => `10.0.${(n >> 8) % 256}.${n % 256}/32`,
  macaddr: (n) => `08:00:2b:01:${hex(n >> 8, 2)}:${hex(n, 2)}`,
  macaddr8: (n) => `08:00:2b:01:02:03:${hex(n >> 8, 2)}:${hex(n, 2)}`,
  bit: (n, length) =>
    n
      .toString(2)
      .padStart(length || 1, '0')
      .slice(-(length || 1)),
  varbit: (n, length) => n.toString(2).slice(-(length || 16)),
  xml: (n) => `<plumb>${n}</plumb>`,
  point: (n) => `(${n},${n})`,
  line: () => '{1,2,3}',
  lseg: (n) => `[(0,0),(1,${n})]`,
  box: (n) => `(${n + 1},${n + 1}),(${n},${n})`,
  path: (n) => `[(0,0),(1,${n})]`,
  polygon: (n) => `((0,0),(1,${n}),(1,0))`,
  circle: (n) => `<(0,0),${n}>`,
  tsvector: (n) => `plumb${n}`,
  tsquery: (n) => `plumb${n}`,
  int4range: (n) => `[${n * 10},${n * 10 + 5})`,
  int8range: (n) => `[${n * 10},${n * 10 + 5})`,
  numrange: (n) => `[${n * 10},${n * 10 + 5})`,
  daterange: (n) => `[${day(n)},${day(n + 1)})`,
  tsrange: (n) => `["${day(n)} 10:00","${day(n)} 11:00")`,
  tstzrange: (n) => `["${day(n)} 10:00+00","${day(n)} 11:00+00")`,
  int4multirange: (n) => `{[${n * 10},${n * 10 + 5})}`,
  int8multirange: (n) => `{[${n * 10},${n * 10 + 5})}`,
  nummultirange: (n) => `{[${n * 10},${n * 10 + 5})}`,
  datemultirange: (n) => `{[${day(n)},${day(n + 1)})}`,
  tsmultirange: (n) => `{["${day(n)} 10:00","${day(n)} 11:00")}`,
  tstzmultirange: (n) => `{["${day(n)} 10:00+00","${day(n)} 11:00+00")}`,
  pg_lsn: (n) => `0/${hex(n, 8)}`,
  txid_snapshot: (n) => `${n}:${n + 1}:`,
  pg_snapshot: (n) => `${n}:${n + 1}:`,
  xid: (n) => String(n),
  xid8: (n) => String(n),
  cid: (n) => String(n),
  tid: (n) => `(${n},1)`,
  regclass: () => 'pg_class',
  regtype: () => 'text',
  regproc: () => 'now',
  regprocedure: () => 'now()',
  regrole: () => 'pg_monitor',
  regnamespace: () => 'pg_catalog',
  regconfig: () => 'simple',
  jsonpath: () => '$.plumb',
  hstore: (n) => `plumb=>${n}`,
  ltree: (n) => `plumb.n${n}`,
}

/** Ids that look alike: the same beginning and end. The victim's may be given, where a session begins with one. */
export type Ids = {
  readonly attacker: string
  readonly victim: string
  readonly outsider: string
  readonly former: string
  /** Whom rows may refer to beside their owner; nobody acts as him. */
  readonly bystander: string
}
export type Identity = keyof Ids

const LIKE = {attacker: 1, victim: 2, outsider: 3, former: 4, bystander: 5} as const

export function idOf(
  column: Pick<Column, 'base' | 'baseType' | 'category' | 'element' | 'labels'>,
  who: Identity,
  holds: 'tenant' | 'user',
): string | null {
  const n = LIKE[who] + (holds === 'user' ? 4 : 0)
  switch (column.base) {
    case 'uuid':
      return `7e57ab1e-0000-400${n}-8000-00000000cafe`
    case 'int2':
    case 'int4':
    case 'int8':
    case 'numeric':
    case 'oid':
      return `1${n}019`
    case 'text':
    case 'varchar':
    case 'bpchar':
    case 'citext':
    case 'name': {
      const length = Number(/\((\d+)/.exec(column.baseType)?.[1] ?? 0)
      return length > 0 && length < 9 ? `t${n}` : `tenant${n}x`
    }
    default:
      return sampleOf(column, n)
  }
}
