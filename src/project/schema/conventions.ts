import * as v from 'valibot'
import {text, texts} from './common.ts'

export const conventions = v.strictObject({
  naming: v.optional(v.pipe(text, v.description('What names of tables and columns match: a POSIX expression'))),
  tables: v.optional(v.pipe(v.picklist(['plural', 'singular', 'any']), v.description("The number of a table's name"))),
  foreignKey: v.optional(v.pipe(text, v.description('The column of a foreign key: {table}_id'))),
  junction: v.optional(v.pipe(text, v.description('A table that only joins two others: {table1}_{table2}'))),
  columns: v.optional(
    v.array(
      v.strictObject({
        tables: v.optional(v.pipe(text, v.description('Which tables, * stands for any text: public.*'))),
        except: v.optional(texts),
        columns: v.pipe(
          v.record(text, v.nullable(text)),
          v.description('By name, the type as PostgreSQL prints it, or null for any'),
        ),
      }),
    ),
  ),
  updatedAt: v.optional(v.pipe(text, v.description('The column that says when a row was last changed'))),
  softDelete: v.optional(v.pipe(texts, v.description('The columns that say that a row is deleted, or is not'))),
  customFields: v.optional(v.pipe(texts, v.description('The jsonb columns of fields that users add'))),
  maxIndexes: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.description('How many a table may have'))),
})

export type ConventionsConfig = v.InferOutput<typeof conventions>
