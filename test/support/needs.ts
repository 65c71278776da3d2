import {beforeEach} from 'vitest'

/** Skips the tests around it where the machine lacks what they need; the reporter prints the reason. */
export const needs = (available: boolean, reason: string): void => beforeEach(({skip}) => skip(!available, reason))
