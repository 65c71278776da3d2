import {mkdir, mkdtemp, readFile, rm, stat, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterEach, beforeEach, expect, test} from 'vitest'
import {validateOnce} from '../../src/workspace/validated.ts'

let root: string
let cache: string
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'pgplumb-validated-'))
  cache = join(root, '.pgplumb')
  await write('schema.sql', '\\ir part.sql\nCREATE TABLE a (id int);\n')
  await write('part.sql', 'CREATE TABLE b (id int);\n')
})
afterEach(() => rm(root, {recursive: true, force: true}))

const write = (name: string, text: string): Promise<void> => writeFile(join(root, name), text)
const check = async (version = '1'): Promise<string[]> =>
  (await validateOnce(cache, [{file: join(root, 'schema.sql')}], version, {directory: root})).map(({rule}) => rule)
const known = async (): Promise<Record<string, Record<string, string>>> =>
  JSON.parse(await readFile(join(cache, 'validated.json'), 'utf8'))

test('an edit of a file, or of one that it includes, is seen', async () => {
  expect(await check()).toEqual([])
  await write('part.sql', 'CREATE TABEL b (id int);\n')
  expect(await check()).toEqual(['syntax-error'])
  expect(await check()).toEqual(['syntax-error'])
  await write('part.sql', 'CREATE TABLE b (id int);\n')
  expect(await check()).toEqual([])
  await write('schema.sql', 'CREATE TABEL a (id int);\n')
  expect(await check()).toEqual(['syntax-error'])
  await rm(join(root, 'schema.sql'))
  await expect(check()).rejects.toThrow('cannot read')
})

test('contents that are remembered as sound are not parsed again, by this version', async () => {
  await check()
  await write('part.sql', 'CREATE TABEL b (id int);\n')
  const [[question = '', files = {}] = []] = Object.entries(await known())
  const {ino, size, mtimeNs, ctimeNs} = await stat(join(root, 'part.sql'), {bigint: true})
  await writeFile(
    join(cache, 'validated.json'),
    JSON.stringify({[question]: {...files, [join(root, 'part.sql')]: [ino, size, mtimeNs, ctimeNs].join(' ')}}),
  )
  expect(await check()).toEqual([])
  expect(await check('2')).toEqual(['syntax-error'])
})

test('a spoilt cache is none, and one that cannot be written is no failure', async () => {
  await check()
  await writeFile(join(cache, 'validated.json'), '{"a": 1')
  expect(await check()).toEqual([])
  await rm(cache, {recursive: true})
  await write('.pgplumb', 'a file where the folder should be')
  expect(await check()).toEqual([])
})

test('the oldest questions are forgotten', async () => {
  await mkdir(cache)
  await writeFile(
    join(cache, 'validated.json'),
    JSON.stringify(Object.fromEntries(Array.from({length: 80}, (_, n) => [`question ${n}`, {}]))),
  )
  await check()
  const questions = Object.keys(await known())
  expect(questions).toHaveLength(50)
  expect(questions).toContain('question 79')
  expect(questions).not.toContain('question 30')
})
