import type {LintStatement} from '../context.ts'
import {dropsOf} from '../drops.ts'
import {insertAfter} from '../edit.ts'
import {ident, rangeText} from '../name.ts'
import {type Fix, type Found, type LintRule, onCommand, onEvery, onStatement} from '../rule.ts'
import {isSingle} from '../safe-form.ts'
import {bodyOf, listNames, rangeOf, strings} from '../tree.ts'

const IF_NOT_EXISTS = 'IF NOT EXISTS'
const DROPS: Readonly<Record<string, readonly string[]>> = {
  OBJECT_TABLE: ['TABLE'],
  OBJECT_INDEX: ['INDEX'],
  OBJECT_VIEW: ['VIEW'],
  OBJECT_MATVIEW: ['MATERIALIZED', 'VIEW'],
  OBJECT_SEQUENCE: ['SEQUENCE'],
  OBJECT_TYPE: ['TYPE'],
  OBJECT_DOMAIN: ['DOMAIN'],
  OBJECT_FUNCTION: ['FUNCTION'],
  OBJECT_PROCEDURE: ['PROCEDURE'],
  OBJECT_SCHEMA: ['SCHEMA'],
  OBJECT_TRIGGER: ['TRIGGER'],
  OBJECT_POLICY: ['POLICY'],
  OBJECT_EXTENSION: ['EXTENSION'],
}

/** What was dropped IF EXISTS before, in the same file, can be made again. */
const droppedBefore = (
  statements: readonly LintStatement[],
  index: number,
  type: string,
  names: readonly string[],
): boolean =>
  dropsOf(statements).statements.some(
    (drop) =>
      drop.index < index &&
      drop.node !== null &&
      'DropStmt' in drop.node &&
      drop.node.DropStmt.removeType === type &&
      (drop.node.DropStmt.objects ?? []).some(
        (object) => (listNames(object).length ? listNames(object) : strings([object])).at(-1) === names.at(-1),
      ),
  )

const again = (what: string, fix: Fix | null = null, sql?: string): Found => ({
  message: `${what} fails when the file runs a second time`,
  fix,
  ...(sql === undefined ? {} : {sql}),
})

export const notRerunnable: LintRule = {
  name: 'not-rerunnable',
  group: 'reruns',
  severity: 'warning',
  what: 'what fails when it runs a second time: no IF [NOT] EXISTS, no OR REPLACE, no DROP … IF EXISTS before it',
  why: 'A file that was stopped half-way, or restored from a backup, is run again; it should end where it ended.',
  cure: 'IF NOT EXISTS, IF EXISTS, OR REPLACE, or a DROP … IF EXISTS before it',
  unsafe: 'CREATE TABLE notes (id bigint PRIMARY KEY);',
  safe: 'CREATE TABLE IF NOT EXISTS notes (id bigint PRIMARY KEY);',
  checks: [
    onStatement('CreateStmt', function* ({relation, if_not_exists}, statement, {statements}) {
      if (!relation || if_not_exists || relation.relpersistence === 't') return
      if (droppedBefore(statements, statement.index, 'OBJECT_TABLE', [relation.relname ?? ''])) return
      yield again(`CREATE TABLE ${rangeText(relation)}`, insertAfter(statement, ['TABLE'], IF_NOT_EXISTS))
    }),
    onStatement(
      'CreateTableAsStmt',
      function* ({into, if_not_exists, objtype, is_select_into}, statement, {statements}) {
        const range = into?.rel
        if (!range || if_not_exists || range.relpersistence === 't') return
        if (droppedBefore(statements, statement.index, objtype ?? '', [range.relname ?? ''])) return
        const word = objtype === 'OBJECT_MATVIEW' ? 'VIEW' : 'TABLE'
        yield again(
          `CREATE ${word} ${rangeText(range)}`,
          is_select_into ? null : insertAfter(statement, [word], IF_NOT_EXISTS),
        )
      },
    ),
    onStatement('IndexStmt', function* ({idxname, if_not_exists, concurrent}, statement, {statements}) {
      if (if_not_exists) return
      if (idxname === undefined)
        yield {
          message: 'an index without a name is built once more, under another name, when the file runs a second time',
          cure: 'give it a name, and IF NOT EXISTS',
        }
      else if (!droppedBefore(statements, statement.index, 'OBJECT_INDEX', [idxname]))
        yield again(
          `CREATE INDEX ${ident(idxname)}`,
          insertAfter(statement, concurrent ? ['INDEX', 'CONCURRENTLY'] : ['INDEX'], IF_NOT_EXISTS),
        )
    }),
    onStatement('CreateSchemaStmt', function* ({schemaname = '', if_not_exists, schemaElts}, statement) {
      if (!if_not_exists)
        yield again(
          `CREATE SCHEMA ${ident(schemaname)}`,
          schemaElts?.length ? null : insertAfter(statement, ['SCHEMA'], IF_NOT_EXISTS),
        )
    }),
    onStatement('CreateSeqStmt', function* ({sequence, if_not_exists}, statement) {
      if (sequence && !if_not_exists && sequence.relpersistence !== 't')
        yield again(`CREATE SEQUENCE ${rangeText(sequence)}`, insertAfter(statement, ['SEQUENCE'], IF_NOT_EXISTS))
    }),
    onStatement('CreateExtensionStmt', function* ({extname = '', if_not_exists}, statement) {
      if (!if_not_exists)
        yield again(`CREATE EXTENSION ${ident(extname)}`, insertAfter(statement, ['EXTENSION'], IF_NOT_EXISTS))
    }),
    onStatement('ViewStmt', function* ({view, replace}, statement, {statements}) {
      if (!view || replace || droppedBefore(statements, statement.index, 'OBJECT_VIEW', [view.relname ?? ''])) return
      yield again(`CREATE VIEW ${rangeText(view)}`, insertAfter(statement, ['CREATE'], 'OR REPLACE'))
    }),
    onStatement('CreateFunctionStmt', function* ({funcname, replace, is_procedure}, statement, {statements}) {
      if (
        replace ||
        droppedBefore(
          statements,
          statement.index,
          is_procedure ? 'OBJECT_PROCEDURE' : 'OBJECT_FUNCTION',
          strings(funcname),
        )
      )
        return
      yield again(
        `CREATE ${is_procedure ? 'PROCEDURE' : 'FUNCTION'} ${strings(funcname).map(ident).join('.')}`,
        insertAfter(statement, ['CREATE'], 'OR REPLACE'),
      )
    }),
    onStatement(
      'CreateTrigStmt',
      function* ({trigname = '', relation, replace, isconstraint}, statement, {statements, surroundings}) {
        if (!relation || replace || droppedBefore(statements, statement.index, 'OBJECT_TRIGGER', [trigname])) return
        const replaceable = !isconstraint && (surroundings.serverVersion ?? 140_000) >= 140_000
        const drop = `DROP TRIGGER IF EXISTS ${ident(trigname)} ON ${rangeText(relation)};`
        yield again(
          `CREATE TRIGGER ${ident(trigname)}`,
          replaceable ? insertAfter(statement, ['CREATE'], 'OR REPLACE') : () => [{from: 0, to: 0, text: `${drop}\n`}],
        )
      },
    ),
    onStatement('CreatePolicyStmt', function* ({policy_name = '', table}, {index}, {statements}) {
      if (!table || droppedBefore(statements, index, 'OBJECT_POLICY', [policy_name])) return
      const drop = `DROP POLICY IF EXISTS ${ident(policy_name)} ON ${rangeText(table)};`
      yield again(`CREATE POLICY ${ident(policy_name)}`, () => [{from: 0, to: 0, text: `${drop}\n`}], drop)
    }),
    onStatement('DropStmt', function* ({removeType = '', objects, missing_ok, concurrent}, statement) {
      const words = DROPS[removeType]
      if (missing_ok || !words) return
      const [first] = objects ?? []
      const names = first ? listNames(first) : []
      yield again(
        `DROP ${words.join(' ')} ${names.length ? rangeText(rangeOf(names)) : strings(objects).map(ident).join(', ')}`.trimEnd(),
        insertAfter(statement, concurrent ? [...words, 'CONCURRENTLY'] : words, 'IF EXISTS'),
      )
    }),
    onStatement('AlterEnumStmt', function* ({newVal = '', oldVal, skipIfNewValExists}, statement) {
      if (oldVal === undefined && newVal !== '' && !skipIfNewValExists)
        yield again(`ADD VALUE '${newVal}'`, insertAfter(statement, ['ADD', 'VALUE'], IF_NOT_EXISTS))
    }),
    onEvery(function* ({node, index}, {statements}) {
      if (node === null) return
      if ('CreateEnumStmt' in node || 'CreateDomainStmt' in node || 'CompositeTypeStmt' in node) {
        const names =
          'CreateEnumStmt' in node
            ? strings(node.CreateEnumStmt.typeName)
            : 'CreateDomainStmt' in node
              ? strings(node.CreateDomainStmt.domainname)
              : [node.CompositeTypeStmt.typevar?.relname ?? '']
        const type = 'CreateDomainStmt' in node ? 'OBJECT_DOMAIN' : 'OBJECT_TYPE'
        if (droppedBefore(statements, index, type, names)) return
        yield {
          ...again(`CREATE ${type === 'OBJECT_DOMAIN' ? 'DOMAIN' : 'TYPE'} ${names.map(ident).join('.')}`),
          cure: 'make it in a DO block that passes over duplicate_object',
        }
      }
    }),
    onCommand('AT_AddColumn', function* ({command, range, statement}) {
      const column = bodyOf(command.def, 'ColumnDef')
      if (command.missing_ok || !column) return
      const words = statement.script.text.match(/\badd\s+column\b/i) ? ['ADD', 'COLUMN'] : ['ADD']
      yield {
        ...again(
          `ADD COLUMN ${rangeText(range)}.${ident(column.colname ?? '')}`,
          isSingle(statement)
            ? insertAfter(statement, words, words.length === 1 ? `COLUMN ${IF_NOT_EXISTS}` : IF_NOT_EXISTS)
            : null,
        ),
        at: column.location,
      }
    }),
    onCommand('AT_DropColumn', function* ({command: {missing_ok, name = ''}, range, statement}) {
      if (missing_ok) return
      const words = /\bdrop\s+column\b/i.test(statement.script.text) ? ['DROP', 'COLUMN'] : ['DROP']
      yield again(
        `DROP COLUMN ${rangeText(range)}.${ident(name)}`,
        isSingle(statement)
          ? insertAfter(statement, words, words.length === 1 ? 'COLUMN IF EXISTS' : 'IF EXISTS')
          : null,
      )
    }),
    onCommand('AT_DropConstraint', function* ({command: {missing_ok, name = ''}, statement}, {model}) {
      if (missing_ok) return
      const {node} = statement
      const table = node && 'AlterTableStmt' in node ? model.find(node.AlterTableStmt.relation) : undefined
      // What an earlier statement of the file added is there whenever this runs.
      if (table?.constraints.some((one) => one.name === name) && /_not_null$|_bounds$/.test(name)) return
      yield again(
        `DROP CONSTRAINT ${ident(name)}`,
        isSingle(statement) ? insertAfter(statement, ['DROP', 'CONSTRAINT'], 'IF EXISTS') : null,
      )
    }),
    onCommand('AT_AddConstraint', function* ({command, range, statement}, {statements, model}) {
      const constraint = bodyOf(command.def, 'Constraint')
      const name = constraint?.conname
      if (!constraint || model.find(range)?.age === 'file') return
      if (name === undefined)
        return yield {
          message:
            'a constraint without a name is added once more, under another name, when the file runs a second time',
          at: constraint.location,
          cure: 'give it a name, and drop it IF EXISTS before',
        }
      const dropped = (dropsOf(statements).constraints.get(name) ?? Number.POSITIVE_INFINITY) <= statement.index
      const drop = `DROP CONSTRAINT IF EXISTS ${ident(name)}`
      if (!dropped)
        yield {
          ...again(
            `ADD CONSTRAINT ${ident(name)}`,
            constraint.indexname || !isSingle(statement)
              ? null
              : () => [{from: 0, to: 0, text: `ALTER TABLE ${rangeText(range)} ${drop};\n`}],
          ),
          at: constraint.location,
          sql: `ALTER TABLE ${rangeText(range)} ${drop};`,
        }
    }),
    onStatement('RenameStmt', function* () {
      yield {...again('RENAME'), cure: 'in a DO block that looks in the catalogs whether it was done'}
    }),
    onStatement('InsertStmt', function* ({relation, onConflictClause, selectStmt}, _, {model}) {
      if (!relation || onConflictClause || relation.relpersistence === 't' || model.find(relation)?.temporary) return
      const select = bodyOf(selectStmt, 'SelectStmt')
      if (!select?.valuesLists?.length) return
      yield {
        message: `these rows are in ${rangeText(relation)} twice, or fail, when the file runs a second time`,
        cure: 'ON CONFLICT DO NOTHING, or INSERT … SELECT … WHERE NOT EXISTS',
      }
    }),
  ],
}
