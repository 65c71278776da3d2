import {expect, test} from 'vitest'
import {differences} from '../../../src/schema/difference.ts'
import {planSteps} from '../../../src/schema/plan/steps.ts'
import {readDump} from '../../../src/schema/read.ts'

// The embedded server has no label provider, so these are read from what pg_dump prints with one.
const dump = (labels: readonly (readonly [tag: string, sql: string])[]): string =>
  [
    '--\n-- PostgreSQL database dump\n--\n\n-- Dumped from database version 18.4\n\n',
    '--\n-- Name: t; Type: TABLE; Schema: public; Owner: postgres\n--\n\nCREATE TABLE public.t (\n    a integer\n);\n\n\n',
    ...labels.map(
      ([tag, sql]) => `--\n-- Name: ${tag}; Type: SECURITY LABEL; Schema: public; Owner: postgres\n--\n\n${sql}\n\n\n`,
    ),
    '--\n-- PostgreSQL database dump complete\n--\n\n',
  ].join('')

const label = (on: string, value: string) => `SECURITY LABEL FOR dummy ON ${on} IS '${value}';`

async function steps(from: string, to: string): Promise<string[]> {
  const [actual, expected] = [await readDump([from]), await readDump([to])]
  return (await planSteps(actual, expected, await differences(actual, expected))).map(({sql}) => sql)
}

test('security labels are given, changed and taken away', async () => {
  const none = dump([])
  const some = dump([
    ['TABLE t', label('TABLE public.t', 'classified')],
    ['COLUMN t.a', label('COLUMN public.t.a', "it''s secret")],
  ])
  const other = dump([['TABLE t', label('TABLE public.t', 'unclassified')]])
  expect(await steps(none, some)).toEqual([
    "SECURITY LABEL FOR dummy ON TABLE public.t IS 'classified'",
    "SECURITY LABEL FOR dummy ON COLUMN public.t.a IS 'it''s secret'",
  ])
  expect(await steps(some, other)).toEqual([
    'SECURITY LABEL FOR dummy ON COLUMN public.t.a IS NULL',
    "SECURITY LABEL FOR dummy ON TABLE public.t IS 'unclassified'",
  ])
  expect(await steps(some, some)).toEqual([])
})
