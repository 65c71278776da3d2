import type {ExactPlace} from '../../postgres/script/place.ts'

/** What a script has defined so far: where, by the name that must be unique. */
export type Defined = {
  readonly places: Map<string, {readonly place: () => ExactPlace; readonly parent: string | null}>
  /** Where an unqualified name goes. */
  schema: string
}

export const nothingDefined = (): Defined => ({places: new Map(), schema: 'public'})
