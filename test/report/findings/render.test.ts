import {array, integer, minLength, minValue, number, parse, picklist, pipe, regex, strictObject, string} from 'valibot'
import {describe, expect, test} from 'vitest'
import type {Finding} from '../../../src/finding.ts'
import {FORMATS, renderFindings} from '../../../src/report/findings/render.ts'
import {plain as theme} from '../../../src/report/theme.ts'

const inFile: Finding = {
  rule: 'syntax-error',
  severity: 'error',
  object: null,
  file: 'sql/a b.sql',
  line: 3,
  column: 9,
  message: 'syntax error at or near "<TABEL>", 100%\nsecond line',
  cure: 'did you mean TABLE?',
  sql: null,
}
const inDatabase: Finding = {
  rule: 'rls-disabled',
  severity: 'warning',
  object: {kind: 'table', identity: 'public.users'},
  file: null,
  line: null,
  message: 'row security is off',
  cure: null,
  sql: 'ALTER TABLE public.users ENABLE ROW LEVEL SECURITY;',
}
const note: Finding = {...inDatabase, rule: 'size', severity: 'info', message: 'public.users is big', sql: null}
const findings = [inDatabase, inFile, note]
const context = {theme, version: '1.2.3', readLine: () => '\tCREATE\tTABEL t ('}

test('text groups by file, then object, with the line and a caret', async () => {
  expect(await renderFindings(findings, 'text', context)).toBe(
    [
      'sql/a b.sql',
      '  3:9  error  syntax-error',
      '    syntax error at or near "<TABEL>", 100%',
      '    second line',
      '      3 │     CREATE  TABEL t (',
      '        │             ^',
      '    cure: did you mean TABLE?',
      '',
      'table public.users',
      '  warning  rls-disabled',
      '    row security is off',
      '    ALTER TABLE public.users ENABLE ROW LEVEL SECURITY;',
      '  info     size',
      '    public.users is big',
      '',
      '1 error, 1 warning, 1 info',
    ].join('\n'),
  )
})

test('text with nothing found is one line', async () => {
  expect(await renderFindings([], 'text', {...context, clean: '12 files are valid'})).toBe('12 files are valid')
})

test('html is one page, everything escaped, that asks nothing of the network', async () => {
  const printed = await renderFindings(findings, 'html', context)
  expect(printed).toContain('syntax error at or near &quot;&lt;TABEL&gt;&quot;, 100%')
  expect(printed).toContain('sql/a b.sql:3')
  expect(printed).toContain('<pre>ALTER TABLE public.users ENABLE ROW LEVEL SECURITY;</pre>')
  expect(printed).not.toMatch(/<TABEL>|\b(src|href)=|https?:/)
  expect(await renderFindings([], 'html', {...context, clean: '12 files are valid'})).toContain('12 files are valid')
})

test('json is the contract', async () => {
  const {findings: printed, summary} = JSON.parse(await renderFindings(findings, 'json', context))
  expect(summary).toEqual({error: 1, warning: 1, info: 1})
  expect(printed[0]).toEqual({...inDatabase, column: null})
  expect(Object.keys(printed[0])).toEqual([
    'rule',
    'severity',
    'object',
    'file',
    'line',
    'column',
    'message',
    'cure',
    'sql',
  ])
})

test('github escapes what would end the command, worst first', async () => {
  expect((await renderFindings(findings, 'github', {...context, standIn: 'sql/schema.sql'})).split('\n')).toEqual([
    '::error file=sql/a b.sql,line=3,col=9,title=syntax-error::syntax error at or near "<TABEL>", 100%25%0Asecond line%0Adid you mean TABLE?',
    '::warning file=sql/schema.sql,title=rls-disabled%3A table public.users::row security is off',
    '::notice file=sql/schema.sql,title=size%3A table public.users::public.users is big',
  ])
})

describe('sarif', async () => {
  const log = JSON.parse(
    await renderFindings([...findings, inDatabase], 'sarif', {...context, standIn: 'sql/schema.sql'}),
  )
  const [run] = log.runs

  test('has what 2.1.0 requires', async () => {
    expect(log).toMatchObject({version: '2.1.0', runs: [{tool: {driver: {name: 'pgplumb', version: '1.2.3'}}}]})
    for (const result of run.results) {
      expect(result.message.text).toEqual(expect.any(String))
      expect(['error', 'warning', 'note']).toContain(result.level)
      expect(run.tool.driver.rules[result.ruleIndex].id).toBe(result.ruleId)
    }
  })

  test('a place in a file is a URI with a region', async () => {
    expect(run.results[1].locations).toEqual([
      {physicalLocation: {artifactLocation: {uri: 'sql/a%20b.sql'}, region: {startLine: 3, startColumn: 9}}},
    ])
    expect(run.results[1].partialFingerprints).not.toHaveProperty('primaryLocationLineHash')
  })

  test('an object in a database is a logical location, told apart by its fingerprint', async () => {
    expect(run.results[0].locations[0]).toMatchObject({
      physicalLocation: {artifactLocation: {uri: 'sql/schema.sql'}},
      logicalLocations: [{fullyQualifiedName: 'public.users', kind: 'table'}],
    })
    const hashes = run.results
      .map(
        (result: {partialFingerprints: {primaryLocationLineHash?: string}}) =>
          result.partialFingerprints.primaryLocationLineHash,
      )
      .filter((hash: string | undefined) => hash !== undefined)
    expect(new Set(hashes).size).toBe(3)
  })

  test('fingerprints do not depend on the line', async () => {
    const moved = JSON.parse(await renderFindings([{...inFile, line: 99}], 'sarif', context))
    expect(moved.runs[0].results[0].partialFingerprints).toEqual(run.results[1].partialFingerprints)
  })
})

/** https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format */
const codeQuality = array(
  strictObject({
    description: pipe(string(), minLength(1)),
    check_name: pipe(string(), minLength(1)),
    fingerprint: pipe(string(), minLength(1)),
    severity: picklist(['info', 'minor', 'major', 'critical', 'blocker']),
    location: strictObject({
      path: pipe(string(), regex(/^(?!\/|\.\/).+/)),
      lines: strictObject({begin: pipe(number(), integer(), minValue(1))}),
    }),
  }),
)

test('gitlab has the shape of a Code Quality report, and a fingerprint for each finding', async () => {
  const text = await renderFindings(
    [...findings, {...inFile, file: './a.sql', line: null}, inDatabase],
    'gitlab',
    context,
  )
  const report = parse(codeQuality, JSON.parse(text))
  expect(report[1]).toEqual({
    description: 'syntax error at or near "<TABEL>", 100%\nsecond line\ndid you mean TABLE?',
    check_name: 'syntax-error',
    fingerprint: expect.any(String),
    severity: 'critical',
    location: {path: 'sql/a b.sql', lines: {begin: 3}},
  })
  expect(report.map(({severity, location}) => [severity, location.path])).toEqual([
    ['major', 'pgplumb.yaml'],
    ['critical', 'sql/a b.sql'],
    ['info', 'pgplumb.yaml'],
    ['critical', 'a.sql'],
    ['major', 'pgplumb.yaml'],
  ])
  expect(report[0]?.description).toBe('table public.users: row security is off')
  expect(new Set(report.map(({fingerprint}) => fingerprint)).size).toBe(report.length)
  const moved = await renderFindings([{...inFile, line: 99}], 'gitlab', context)
  expect(JSON.parse(moved)[0].fingerprint).toBe(report[1]?.fingerprint)
  expect(await renderFindings([], 'gitlab', context)).toBe('[]')
})

test('junit is well escaped; a note is no failure', async () => {
  const xml = await renderFindings([...findings, {...inFile, message: 'bad\u0000 \ud800'}], 'junit', context)
  expect(xml).toContain('<testsuites name="pgplumb" tests="4" failures="3">')
  expect(xml).toContain('<testsuite name="sql/a b.sql" tests="2" failures="2">')
  expect(xml).toContain('name="line 3: syntax error at or near &quot;&lt;TABEL&gt;&quot;, 100%&#10;second line"')
  expect(xml).toContain('message="bad\ufffd \ufffd"')
  expect(xml).toContain('<system-out>public.users is big</system-out>')
})

test('junit with nothing found has a case that passed', async () => {
  expect(await renderFindings([], 'junit', context)).toContain('<testcase classname="pgplumb" name="no findings"/>')
})

test('every format renders nothing, too', async () => {
  for (const format of FORMATS) expect(await renderFindings([], format, context)).toEqual(expect.any(String))
})
