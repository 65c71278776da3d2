import {expect, test} from 'vitest'
import {withConnection} from '../../src/postgres/connect.ts'
import {readDependencies} from '../../src/schema/dependencies.ts'
import {createDatabase} from '../support/database.ts'

test('of some objects: all that depends on them, through views, functions, types and parts; nothing else', async () => {
  const database = await createDatabase(`
    CREATE TYPE mood AS ENUM ('ok');
    CREATE DOMAIN feeling AS mood;
    CREATE TABLE a (id int PRIMARY KEY, m feeling);
    CREATE VIEW v AS SELECT m FROM a;
    CREATE FUNCTION f(x v) RETURNS int LANGUAGE sql RETURN 1;
    CREATE TABLE b (id int REFERENCES a, n int DEFAULT f(NULL));
    CREATE TABLE other (id int PRIMARY KEY);
    CREATE VIEW w AS SELECT id FROM other;`)
  await withConnection(database, async (client) => {
    const all = await readDependencies(client)
    const pairs = (list: typeof all) => list.map(({dependent, referenced}) => `${dependent} -> ${referenced}`).sort()
    const isOther = (text: string) => /\n(?:other|w)\b/.test(text)
    const found = pairs(await readDependencies(client, ['TYPE\npublic\nmood']))
    expect(found.filter(isOther)).toEqual([])
    expect(found).toContain('TABLE\npublic\nb -> FUNCTION\npublic\nf(public.v)')
    expect(found).toContain('FK CONSTRAINT\npublic\nb b_id_fkey -> CONSTRAINT\npublic\na a_pkey')
    expect(found).toEqual(pairs(all).filter((pair) => !isOther(pair)))
    // A constraint is of its table; what has no such name asks for all.
    expect(pairs(await readDependencies(client, ['CONSTRAINT\npublic\nother other_pkey'])).every(isOther)).toBe(true)
    expect(await readDependencies(client, ['SCHEMA\n\npublic'])).toHaveLength(all.length)
    expect((await client.query('SHOW search_path')).rows).toEqual([{search_path: '"$user", public'}])
  })
})
