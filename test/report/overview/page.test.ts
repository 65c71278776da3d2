import {join} from 'node:path'
import {pathToFileURL} from 'node:url'
import {expect, test, vi} from 'vitest'
import {maintain} from '../../../src/maintenance/run.ts'
import {withConnection} from '../../../src/postgres/connect.ts'
import {chromium, openTab} from '../../support/browser.ts'
import {projectWithDatabases} from '../../support/project.ts'

vi.setConfig({testTimeout: 240_000})

/** A project whose report has something in every section. */
async function project() {
  const project = await projectWithDatabases(
    {
      'sql/schema.sql': `CREATE TABLE notes (id int PRIMARY KEY, tenant_id int, body text);
        ALTER TABLE notes ENABLE ROW LEVEL SECURITY; CREATE POLICY mine ON notes USING (tenant_id = current_setting('app.tenant_id', true)::int);
        CREATE TABLE loose (id int, tenant_id int);`,
      'sql/migrations/001_x.sql': 'SELECT 1;',
    },
    'isolation: {column: tenant_id}',
  )
  expect(await project.run('apply', 'dev')).toMatchObject({code: 0})
  await withConnection(project.dev, (client) =>
    client.query(
      'CREATE TABLE "<script>alert(1)</script>" (id int); ALTER TABLE notes ADD extra text; CREATE INDEX ON notes (body)',
    ),
  )
  await maintain(project.dev, [{task: 'vacuum'}, {task: 'reindex', tables: ['nowhere']}], {
    schedule: 'daily',
    schemas: ['public'],
  })
  await withConnection(project.dev, (client) =>
    client.query(`INSERT INTO pgplumb.size_history (at, schema, name, bytes, rows)
      SELECT now() - make_interval(days => d), s, '', 9000000 - d * 90000 + (d % 5) * 20000, 1
        FROM generate_series(1, 60) d, unnest(ARRAY['', 'tenant_with_quite_a_long_name']) s`),
  )
  return project
}

test.for([
  ['a phone', {width: 375, dark: false}],
  ['a phone in the dark', {width: 375, dark: true}],
  ['a desk', {width: 1280, dark: false}],
] as const)(
  'on %s: every section, nothing wider than the screen, no network, no script of others',
  async ([name, options], {skip}) => {
    skip(chromium === null, 'there is no Chromium on this machine')
    const {root, run} = await project()
    expect(await run('report', 'dev', 'test', '--output', 'report.html')).toMatchObject({code: 0, stdout: ''})
    const {tab, requests, errors} = await openTab(options)
    const url = pathToFileURL(join(root, 'report.html')).href
    await tab.goto(url)
    expect(requests).toEqual([url])
    expect(errors).toEqual([])
    const seen = await tab.locator('main').innerText()
    for (const section of ['Drift', 'Migrations', 'Findings', 'Row security', 'Maintenance', 'Growth'])
      expect(seen).toContain(section)
    expect(seen).toMatch(/extra\s+table public\."<script>alert\(1\)<\/script>"/)
    expect(seen).toContain('there is no table nowhere')
    expect(seen).toContain('tenant_with_quite_a_long_name')
    const [page, screen] = [await tab.evaluate('document.documentElement.scrollWidth'), options.width]
    expect(page).toBeLessThanOrEqual(screen)
    const plot = await tab.locator('svg.plot').first().boundingBox()
    expect(plot?.width).toBeGreaterThan(300)
    expect(await tab.locator('svg.plot').first().locator('title').textContent()).toMatch(
      /^The size of .*: now .*, in 90 days/,
    )
    // Ink against paper, by the luminance of WCAG 2.
    const contrast = await tab.evaluate(`(() => {
    const light = (rgb) => rgb.match(/\\d+/g).slice(0, 3).map((v) => v / 255)
      .map((v) => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
      .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0)
    const paper = light(getComputedStyle(document.body).backgroundColor)
    return Math.min(...[...document.querySelectorAll('.badge, p, td, .soft')].map((element) => {
      const ink = light(getComputedStyle(element).color)
      return (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05)
    }))
  })()`)
    expect(contrast).toBeGreaterThanOrEqual(4.5)
    if (process.env.SCREENSHOTS)
      await tab.screenshot({path: join(process.env.SCREENSHOTS, `${name.replaceAll(' ', '-')}.png`), fullPage: true})
  },
)

test('as JSON, the same for a program; what cannot be looked at says why', async () => {
  const {run} = await project()
  const {code, stdout} = await run('report', 'dev', '--json')
  expect(code).toBe(0)
  expect(JSON.parse(stdout)).toMatchObject({
    databases: [
      {
        status: {name: 'dev', reachable: true, migrations: {applied: 1}},
        drift: {seen: {drifted: true}},
        maintenance: {seen: {runs: [{schedule: 'daily', outcome: 'failed'}]}},
        growth: {seen: {database: [{perDay: expect.any(Number)}]}},
      },
    ],
  })
})
