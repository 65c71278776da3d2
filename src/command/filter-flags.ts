import {Flags} from '@oclif/core'

/** For commands that compare: what to leave out. */
export const filterFlags = {
  schema: Flags.string({
    description: 'only objects in this schema; * stands for any text',
    multiple: true,
    helpValue: 'NAME',
  }),
  exclude: Flags.string({
    description: 'leave out these objects, e.g. public.legacy_*',
    multiple: true,
    helpValue: 'PATTERN',
  }),
  ignore: Flags.string({description: 'leave out this kind of object, e.g. comment', multiple: true, helpValue: 'KIND'}),
  owners: Flags.boolean({description: 'a different owner is a difference'}),
  privileges: Flags.boolean({description: 'compare grants', default: true, allowNo: true}),
}

export type FilterFlags = {
  readonly schema?: readonly string[] | undefined
  readonly exclude?: readonly string[] | undefined
  readonly ignore?: readonly string[] | undefined
  readonly owners: boolean
  readonly privileges: boolean
}

/** The flags as options of a comparison. */
export const comparisonOptions = ({schema, exclude, ignore, owners, privileges}: FilterFlags) => ({
  owners,
  privileges,
  filter: {
    ...(schema ? {schemas: schema} : {}),
    ...(exclude ? {exclude} : {}),
    ...(ignore ? {kinds: ignore} : {}),
  },
})
