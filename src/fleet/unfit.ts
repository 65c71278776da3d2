import {Failure} from '../failure.ts'
import {isTransient} from './transient.ts'

/** This worker cannot do what a job asks for, by its machine or its config; another one may. */
export class Unfit extends Failure {}

/** Does what depends on the worker alone: that it fails is no fault of the tenant. */
export async function orUnfit<T>(work: () => T | Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof Failure) || isTransient(error)) throw error
    const {code, message, hint, detail, place, cause} = error
    throw new Unfit(code, message, {
      ...(hint === undefined ? {} : {hint}),
      ...(detail === undefined ? {} : {detail}),
      ...(place === undefined ? {} : {place}),
      cause,
    })
  }
}
