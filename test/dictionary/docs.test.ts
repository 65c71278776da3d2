import {describe, expect, test} from 'vitest'
import {type Dictionary, readDictionary} from '../../src/dictionary/dictionary.ts'
import {divide} from '../../src/dictionary/modules.ts'
import {renderDictionary} from '../../src/report/dictionary/html.ts'
import {renderMarkdown} from '../../src/report/dictionary/markdown.ts'
import {inSnapshot} from '../../src/rules/snapshot.ts'
import {chromium, openTab} from '../support/browser.ts'
import {createDatabase, session} from '../support/database.ts'
import {needs} from '../support/needs.ts'

const SQL = `
  CREATE TYPE mood AS ENUM ('fine', 'so|so');
  CREATE TABLE authors (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL, mood mood DEFAULT 'fine');
  COMMENT ON TABLE authors IS '<script>alert("no")</script> who & writes';
  CREATE TABLE books (id int PRIMARY KEY, author_id int NOT NULL REFERENCES authors ON DELETE CASCADE, title text, CHECK (title <> ''));
  CREATE TABLE "Odd ""table""; – ü" (id int PRIMARY KEY, book int REFERENCES books, "a|b\`c" text);
  CREATE INDEX ON books (author_id);
  ALTER TABLE books ENABLE ROW LEVEL SECURITY;
  CREATE POLICY all_of_them ON books FOR SELECT USING (true);
  CREATE VIEW titles AS SELECT title FROM books;
  CREATE TABLE events (at timestamptz NOT NULL) PARTITION BY RANGE (at);
  CREATE TABLE events_later PARTITION OF events DEFAULT;
  CREATE FUNCTION books_of(author int DEFAULT 1) RETURNS SETOF books LANGUAGE sql STABLE AS 'SELECT * FROM books WHERE author_id = author';
  COMMENT ON FUNCTION books_of(int) IS 'What somebody wrote';`

async function dictionary(sql: string): Promise<Dictionary> {
  const client = await session(await createDatabase(sql))
  return inSnapshot(client, () => readDictionary(client, null))
}

async function pageOf(sql: string): Promise<string> {
  const found = await dictionary(sql)
  return renderDictionary({
    title: 'A library',
    lead: 'as it is',
    dictionary: found,
    modules: divide(found.relations, new Map()),
  })
}

test('the dictionary has what the catalogs have; a partition belongs to its parent', async () => {
  const {relations, routines, types} = await dictionary(SQL)
  expect(relations.map(({name, kind}) => [name, kind])).toEqual([
    ['Odd "table"; – ü', 'table'],
    ['authors', 'table'],
    ['books', 'table'],
    ['events', 'partitioned table'],
    ['titles', 'view'],
  ])
  const books = relations.find(({name}) => name === 'books')
  expect(books).toMatchObject({
    row_security: true,
    row_security_forced: false,
    foreign_keys: [{columns: ['author_id'], schema: 'public', table: 'authors'}],
    policies: [{name: 'all_of_them', command: 'SELECT', roles: ['public'], using: 'true', check: null}],
  })
  expect(books?.constraints.map(({kind}) => kind)).toEqual(expect.arrayContaining(['primary key', 'check']))
  expect(relations.find(({name}) => name === 'events')?.partitions).toEqual(['public.events_later'])
  expect(routines).toMatchObject([{name: 'books_of', arguments: 'author integer DEFAULT 1', returns_set: true}])
  expect(types).toMatchObject([{name: 'mood', kind: 'enum', labels: ['fine', 'so|so']}])
})

test('modules: the files of the master schema, or what tables belong to', () => {
  const relation = (name: string, parent?: string): Dictionary['relations'][number] => ({
    schema: 'public',
    name,
    kind: 'table',
    comment: null,
    definition: null,
    partition_key: null,
    row_security: false,
    row_security_forced: false,
    columns: [],
    constraints: [],
    foreign_keys: parent
      ? [
          {
            name: 'k',
            columns: ['p'],
            schema: 'public',
            table: parent,
            references: ['id'],
            definition: 'FOREIGN KEY … ON DELETE CASCADE',
          },
        ]
      : [],
    indexes: [],
    policies: [],
    triggers: [],
    partitions: [],
  })
  const titles = (modules: ReturnType<typeof divide>) =>
    modules.map(({title, relations}) => [title, relations.map(({name}) => name)])
  const all = [relation('lines', 'orders'), relation('orders'), relation('notes')]
  expect(
    titles(
      divide(
        all,
        new Map([
          ['public.notes', 'a/01_notes.sql'],
          ['public.orders', '02_sales_module.sql'],
          ['public.lines', '02_sales_module.sql'],
        ]),
      ),
    ),
  ).toEqual([
    ['notes', ['notes']],
    ['sales module', ['lines', 'orders']],
  ])
  const many = [...all, ...Array.from({length: 12}, (_, n) => relation(`alone_${n}`))]
  expect(titles(divide(many, new Map()))).toEqual([
    ['orders', ['lines', 'orders']],
    ['others', ['notes', ...Array.from({length: 12}, (_, n) => `alone_${n}`)]],
  ])
})

test('Markdown keeps its tables, whatever names and comments hold', async () => {
  const found = await dictionary(SQL)
  const text = renderMarkdown({
    title: 'A library',
    lead: '',
    dictionary: found,
    modules: divide(found.relations, new Map()),
  })
  expect(text).toContain('"authors" ||--o{ "books" : "author_id"')
  expect(text).toContain('&lt;script>')
  for (const line of text.split('\n').filter((line) => line.startsWith('|')))
    expect(line.replaceAll('\\|', '').split('|').length, line).toBe(6)
})

describe('in a browser', () => {
  needs(chromium !== null, 'no Chromium is installed')

  test('the page draws its diagram, searches, zooms, and runs nothing that a comment says', async () => {
    const {tab: page, requests, errors} = await openTab({width: 1200})
    await page.setContent(await pageOf(SQL))
    expect(await page.locator('.er-box').count()).toBe(5)
    expect(await page.locator('.er-line').count()).toBe(2)
    // Boxes do not lie on each other.
    const boxes = await page
      .locator('.er-box rect')
      .evaluateAll((all) => all.map((one) => one.getBoundingClientRect().toJSON()))
    for (const [i, a] of boxes.entries())
      for (const b of boxes.slice(i + 1))
        expect(a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top).toBe(true)

    await page.locator('#search').fill('author_id')
    expect(await page.locator('.relation:visible').count()).toBe(1)
    expect(await page.locator('#found').textContent()).toBe('1 of 5')
    await page.keyboard.press('Escape')
    expect(await page.locator('.relation:visible').count()).toBe(5)

    const viewBox = () => page.locator('.er svg').first().getAttribute('viewBox')
    const before = await viewBox()
    await page.locator('[data-zoom=in]').first().click()
    const closer = await viewBox()
    expect(closer).not.toBe(before)
    const svg = await page.locator('.er svg').first().boundingBox()
    if (!svg) throw new Error('there is no diagram')
    await page.mouse.move(svg.x + 20, svg.y + 20)
    await page.mouse.down()
    await page.mouse.move(svg.x + 120, svg.y + 60, {steps: 4})
    await page.mouse.up()
    expect(await viewBox()).not.toBe(closer)
    await page.locator('[data-zoom=fit]').first().click()
    expect(await viewBox()).toBe(before?.split(' ').map(Number).join(' '))
    expect([...requests, ...errors]).toEqual([])
  })

  test('it fits a telephone, in the dark', async () => {
    const {tab: page, requests, errors} = await openTab({width: 390, dark: true})
    const long = 'organization_members_organization_id_workspace_id_and_user_id'
    await page.setContent(
      await pageOf(
        `${SQL} CREATE TABLE long (a int CONSTRAINT ${long} CHECK (a > 0), b int); CREATE INDEX i${long} ON long (b);`,
      ),
    )
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390)
    expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe('rgb(18, 24, 30)')
    expect([...requests, ...errors]).toEqual([])
  })

  test('500 tables are searched, dragged and zoomed without waiting', async () => {
    const {tab: page, requests, errors} = await openTab({width: 1200})
    const html = await pageOf(tablesInModules(25, 20))
    await page.setContent(html)
    expect(await page.locator('.er-box').count()).toBe(500)
    const took = async (work: () => Promise<unknown>): Promise<number> => {
      const before = performance.now()
      await work()
      return performance.now() - before
    }
    const search = await took(async () => {
      await page.locator('#search').fill('m7.t13')
      expect(await page.locator('#found').textContent()).toBe('1 of 500')
    })
    await page.keyboard.press('Escape')
    const diagram = page.locator('.er svg').nth(3)
    await diagram.scrollIntoViewIfNeeded()
    const at = await diagram.boundingBox()
    if (!at) throw new Error('there is no diagram')
    const before = await diagram.getAttribute('viewBox')
    const drag = await took(async () => {
      await page.mouse.move(at.x + 20, at.y + 20)
      await page.mouse.down()
      await page.mouse.move(at.x + 120, at.y + 60, {steps: 20})
      await page.mouse.up()
    })
    const dragged = await diagram.getAttribute('viewBox')
    expect(dragged).not.toBe(before)
    const zoom = await took(() => page.locator('.er').nth(3).locator('[data-zoom=in]').click())
    expect(await diagram.getAttribute('viewBox')).not.toBe(dragged)
    // Each takes some 50 ms where nothing else is running.
    expect(Math.max(search, drag, zoom)).toBeLessThan(10_000)
    expect([...requests, ...errors]).toEqual([])
  })
})

/** Schemas of tables that refer to others of theirs and to those of the schema before. */
const tablesInModules = (modules: number, tables: number): string =>
  Array.from({length: modules}, (_, m) =>
    [
      `CREATE SCHEMA m${m};`,
      ...Array.from({length: tables}, (_, t) => {
        const own = t > 0 ? ` REFERENCES m${m}.t${Math.floor(t / 3)}` : ''
        const other = m > 0 ? ` REFERENCES m${m - 1}.t${t}` : ''
        return `CREATE TABLE m${m}.t${t} (id bigint PRIMARY KEY, name text, own bigint${own}, other bigint${other});`
      }),
    ].join('\n'),
  ).join('\n')

test('120 tables are read and drawn in less than five seconds', async () => {
  const tables = Array.from(
    {length: 120},
    (_, n) =>
      `CREATE TABLE t${n} (id int PRIMARY KEY, a text, b int, c timestamptz${n > 0 ? `, parent int REFERENCES t${Math.floor(n / 3)} ON DELETE CASCADE` : ''});`,
  )
  const client = await session(await createDatabase(tables.join('\n')))
  const before = process.cpuUsage()
  const found = await inSnapshot(client, () => readDictionary(client, null))
  const html = await renderDictionary({
    title: 'x',
    lead: '',
    dictionary: found,
    modules: divide(found.relations, new Map()),
  })
  const {user, system} = process.cpuUsage(before)
  expect(html.match(/class="relation"/g)).toHaveLength(120)
  // The processor's time, so that a machine that is busy otherwise does not count.
  expect((user + system) / 1e6).toBeLessThan(5)
})
