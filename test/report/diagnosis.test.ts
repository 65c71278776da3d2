import {expect, test} from 'vitest'
import {renderDiagnosis} from '../../src/report/diagnosis.ts'
import {createTheme} from '../../src/report/theme.ts'

test('doctor names the databases that killed commands left, and says who drops them', async () => {
  const theme = await createTheme({env: {NO_COLOR: '1'}, stream: process.stdout})
  const database = {name: 'dev', kind: 'embedded', state: 'running', version: '18.4', pgDump: null, problem: null}
  const facts = {version: '1', node: 'v20', platform: 'linux', configFile: null, schemaFiles: 0, pgDumps: []}
  const shown = (leftovers: readonly string[]) =>
    renderDiagnosis({...facts, databases: [{...database, leftovers}], advice: []}, {theme, width: 80})
  const text = shown(['pgplumb_copy_0123456789ab', 'pgplumb_proof_0123456789ab'])
  expect(text.replaceAll(/\s+/g, ' ')).toContain(
    'killed commands left 2 databases on its server, which the next reset, plan, drift or migrate verify there drops: pgplumb_copy_0123456789ab, pgplumb_proof_0123456789ab',
  )
  expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80)
  expect(shown([])).not.toContain('killed')
})
