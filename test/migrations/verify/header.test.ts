import {expect, test} from 'vitest'
import {missingInHeader} from '../../../src/migrations/verify/header.ts'

test.each([
  ['-- WHAT: adds a column\n-- WHY:  reports need it\n\nSELECT 1;', []],
  ['/* What: adds a column\n * Why: reports need it */\nSELECT 1;', []],
  ['-- WHAT:\n--   adds a column\n-- WHY:\n--   reports need it\n', []],
  ['-- 001_x.sql\n\n-- WHAT - adds\n-- WHY - so', []],
  ['-- WHAT: adds a column\n-- WHY:  \n\nSELECT 1;', ['WHY']],
  ['-- WHAT:\n-- WHY: so', ['WHAT']],
  ['SELECT 1; -- WHAT: x\n-- WHY: y', ['WHAT', 'WHY']],
  ['', ['WHAT', 'WHY']],
])('%j', (text, missing) => {
  expect(missingInHeader(text)).toEqual(missing)
})
