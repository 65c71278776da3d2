import {
  type ClassDetails,
  ClassKind,
  type Constraint,
  ConstraintType,
  ForeignKeyAction,
  ForeignKeyMatchType,
  type Schema,
  TypeCategory,
  TypeKind,
} from '@databases/pg-schema-introspect'
import type {Relation, UserType} from '../../dictionary/dictionary.ts'
import {literal} from './typescript-type.ts'

/**
 * A schema in the form of `@databases/pg-schema-introspect`, as its printer wants it: comments that cannot end
 * the comment they are printed in, labels that cannot end their string, and only what the printer gets right.
 */
export function databasesSchema(relations: readonly Relation[], types: readonly UserType[], printed: Printed): Schema {
  const classIDs = new Map(relations.map(({name}, i) => [name, i + 1]))
  return {
    types: types.flatMap((type) => {
      const {id, array_id, name} = type
      const named = {...nowhere(type.schema), typeName: name, category: TypeCategory.UserDefined, comment: null}
      return [
        printed.has(id)
          ? {
              ...named,
              typeID: id,
              kind: TypeKind.Enum as const,
              values: type.labels.map((label) => literal(label).slice(1, -1)),
            }
          : {...named, typeID: id, kind: TypeKind.Base as const},
        {...named, typeID: array_id, typeName: `_${name}`, kind: TypeKind.Base as const},
      ]
    }),
    classes: relations.map((relation, i) => classOf(relation, i + 1, relations, classIDs)),
  }
}

/** The enums that get a type of their own, by OID. */
export type Printed = ReadonlySet<number>

function classOf(
  relation: Relation,
  classID: number,
  relations: readonly Relation[],
  classIDs: ReadonlyMap<string, number>,
): ClassDetails {
  const owner = {...nowhere(relation.schema), classID, className: relation.name}
  return {
    ...owner,
    // The printer knows tables only; to read a view is no different.
    kind: ClassKind.OrdinaryTable,
    comment: inComment(relation.comment),
    attributes: relation.columns.map((column, i) => ({
      ...owner,
      attributeNumber: i + 1,
      attributeName: column.name,
      typeID: column.type_id,
      typeLength: -1,
      notNull: !column.nullable,
      hasDefault: column.default !== null || column.identity !== null || column.generated !== null,
      default: inComment(column.default ?? column.generated),
      comment: inComment(column.comment),
    })),
    constraints: [
      ...relation.constraints
        .filter(({kind}) => kind === 'primary key')
        .map(({columns}) => constraint(classID, ConstraintType.PrimaryKey, numbers(relation, columns))),
      ...relation.foreign_keys.flatMap(({columns, schema, table, references}) => {
        const target = relations.find((one) => one.schema === schema && one.name === table)
        const pairs = columns.flatMap((name, i): (readonly [string, string])[] => {
          const to = references[i]
          return target && to !== undefined && sameType(relation, name, target, to) ? [[name, to]] : []
        })
        return target
          ? [
              {
                ...constraint(
                  classID,
                  ConstraintType.ForeignKey,
                  numbers(
                    relation,
                    pairs.map(([name]) => name),
                  ),
                ),
                referencedClassID: classIDs.get(table) ?? 0,
                referencedAttributeNumbers: numbers(
                  target,
                  pairs.map(([, name]) => name),
                ),
              },
            ]
          : []
      }),
    ],
  }
}

const nowhere = (schemaName: string): {schemaID: number; schemaName: string} => ({schemaID: 0, schemaName})

const constraint = (classID: number, constraintType: ConstraintType, tableAttributeNumbers: number[]): Constraint => ({
  constraintName: '',
  constraintType,
  classID,
  referencedClassID: 0,
  foreignKeyUpdateAction: ForeignKeyAction.NoAction,
  foreignKeyDeletionAction: ForeignKeyAction.NoAction,
  foreignKeyMatchType: ForeignKeyMatchType.Simple,
  constraintDescription: '',
  tableAttributeNumbers,
  referencedAttributeNumbers: [],
})

const numbers = ({columns}: Relation, names: readonly string[]): number[] =>
  names.map((name) => columns.findIndex((column) => column.name === name) + 1)

/** An integer may refer to a bigint, and a column to one that may be null; then the type is its own. */
function sameType(from: Relation, column: string, to: Relation, target: string): boolean {
  const one = from.columns.find(({name}) => name === column)
  const other = to.columns.find(({name}) => name === target)
  return one !== undefined && one.type_id === other?.type_id && !other.nullable
}

const inComment = (text: string | null): string => text?.replaceAll('*/', '*\\/') ?? ''
