import {printSchema} from '@databases/pg-schema-print-types'
import {type Dictionary, identityOf, type Relation, type UserType} from '../../dictionary/dictionary.ts'
import {databasesSchema} from './databases-schema.ts'
import {literal, quoted, type TypeOf, type TypeOptions, typesOf} from './typescript-type.ts'

export type Modules = {
  /** Paths within the folder, and what is to be in them. */
  readonly files: readonly {readonly path: string; readonly text: string}[]
  /** Tables and views whose names would make no valid TypeScript there. */
  readonly leftOut: readonly string[]
}

/** The first line of each module. */
export const MARK = '// Written by pgplumb types --form modules: a change here is lost with the next run.'

/**
 * A module per table and view, as `@databases/pg-schema-cli` writes them for `@databases/pg-typed`, by that project's
 * own printer: keys are branded, and a foreign key has the type of the key that it refers to. The schema public is in the
 * folder itself, each other one in a folder of its name.
 */
export function renderModules(dictionary: Dictionary, options: TypeOptions): Modules {
  const enums = dictionary.types.filter(({kind}) => kind === 'enum')
  const {read} = typesOf(dictionary.types, options, {
    json: 'unknown',
    enums: new Map(
      enums.map(({schema, name, labels}) => [quoted(schema, name), labels.map(literal).join(' | ') || 'never']),
    ),
    rows: new Map(),
  })
  const schemas = [...new Set(dictionary.relations.map(({schema}) => schema))].sort()
  const parts = schemas.map((schema) => {
    const relations = dictionary.relations.filter((relation) => relation.schema === schema)
    const types = dictionary.types.filter((type) => type.schema === schema)
    return PLAIN.test(schema)
      ? modulesOf(schema, relations, types, read)
      : {files: [], leftOut: relations.map(identityOf)}
  })
  return {files: parts.flatMap(({files}) => files), leftOut: parts.flatMap(({leftOut}) => leftOut)}
}

function modulesOf(schema: string, all: readonly Relation[], types: readonly UserType[], typeOf: TypeOf): Modules {
  // Type names are made of words, and some file systems do not tell Users from users.
  const taken = new Set(RESERVED)
  const isFree = (name: string): boolean => {
    const spelling = name.toLowerCase().replaceAll('_', '')
    return PLAIN.test(name) && !taken.has(spelling) && taken.add(spelling) !== null
  }
  const relations = all.filter(({name, columns}) => columns.every((column) => KEY.test(column.name)) && isFree(name))
  const printed = new Set(
    types.filter(({kind, name, labels}) => kind === 'enum' && labels.length > 0 && isFree(name)).map(({id}) => id),
  )
  const columns = relations.flatMap((relation) => relation.columns).filter(({type_id}) => !printed.has(type_id))
  const files = printSchema(databasesSchema(relations, types, printed), {
    typeOverrides: Object.fromEntries(columns.map(({type, type_id}) => [type_id, typeOf(type)])),
  })
  return {
    files: files.map(({filename, content}) => ({
      path: schema === 'public' ? filename : `${schema}/${filename}`,
      text: filename.endsWith('.ts') ? `${MARK}\n\n${withExtensions(content)}` : content,
    })),
    leftOut: all.filter((relation) => !relations.includes(relation)).map(identityOf),
  }
}

const PLAIN = /^_*[A-Za-z][A-Za-z0-9_]*$/
const KEY = /^[A-Za-z_$][\w$]*$/
/** What the modules name themselves: their files, their types, and types that they use. */
const RESERVED = ['index', 'enums', 'databaseschema', 'serializevalue', 'date', 'uint8array']

/** Node resolves no import without one. */
const withExtensions = (text: string): string => text.replaceAll(/^(import .* from '\.[^']*)'$/gm, "$1.js'")
