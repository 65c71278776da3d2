import {expect, test} from 'vitest'
import {compare} from '../../src/schema/compare.ts'
import {readDump} from '../../src/schema/read.ts'

const dump = (version: string, objects: readonly [name: string, type: string, sql: string][]): string =>
  [
    `--\n-- PostgreSQL database dump\n--\n\n-- Dumped from database version ${version}\n-- Dumped by pg_dump version 18.3\n\n`,
    ...objects.map(
      ([name, type, sql]) => `--\n-- Name: ${name}; Type: ${type}; Schema: public; Owner: postgres\n--\n\n${sql}\n\n\n`,
    ),
    '--\n-- PostgreSQL database dump complete\n--\n\n',
  ].join('')

const on15 = dump('15.18', [
  ['people', 'TABLE', 'CREATE TABLE public.people (\n    id integer NOT NULL,\n    name text\n);'],
  [
    'names',
    'VIEW',
    'CREATE VIEW public.names AS\n SELECT people.name,\n    count(*) AS n\n   FROM public.people\n  WHERE (people.id > 0)\n  GROUP BY people.name;',
  ],
])
const on18 = dump('18.4', [
  [
    'people',
    'TABLE',
    'CREATE TABLE public.people (\n    id integer CONSTRAINT users_id_not_null NOT NULL,\n    name text\n);',
  ],
  [
    'names',
    'VIEW',
    'CREATE VIEW public.names AS\n SELECT name,\n    count(*) AS n\n   FROM public.people\n  WHERE (id > 0)\n  GROUP BY name;',
  ],
])

test('what only the version prints differently is no drift', async () => {
  expect(await compare(await readDump([on15]), await readDump([on18]))).toEqual([])
})

test('what differs in meaning still is, across versions', async () => {
  const other = await readDump([
    on18.replace('(id > 0)', '(id > 1)').replace('    name text', '    name text NOT NULL'),
  ])
  const changes = await compare(await readDump([on15]), other)
  expect(changes.map(({identity, details}) => [identity, details])).toEqual([
    ['public.people', ['column name: expected text NOT NULL, found text']],
    ['public.names', ['query differs']],
  ])
})

test('within one version the name of a NOT NULL counts', async () => {
  const renamed = await readDump([on18.replace('users_id_not_null', 'people_need_an_id')])
  expect(await compare(await readDump([on18]), renamed)).toMatchObject([{identity: 'public.people', change: 'altered'}])
})
