import {existsSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import type {NewFile} from './recognise.ts'

export const CI_HOSTS = ['github', 'gitlab'] as const
export type CiHost = (typeof CI_HOSTS)[number]

/** A pipeline takes a file that is new, and perhaps a line in one that a person keeps. */
export type Pipeline = {
  readonly files: readonly NewFile[]
  readonly tell: readonly {readonly path: string; readonly lines: string}[]
}

export function pipeline(root: string, host: CiHost, database: string): Pipeline {
  const file = ciFile(host, database)
  if (host === 'github') return {files: [file], tell: []}
  const path = '.gitlab-ci.yml'
  const lines = `include: [{ local: ${file.path} }]\n`
  if (!existsSync(join(root, path))) return {files: [file, {path, text: lines}], tell: []}
  return {files: [file], tell: readFileSync(join(root, path), 'utf8').includes(file.path) ? [] : [{path, lines}]}
}

/** The pipeline that checks this project; `database` is one of its config that CI may fill. */
const ciFile = (host: CiHost, database: string): NewFile => (host === 'github' ? github(database) : gitlab(database))

const github = (database: string): NewFile => ({
  path: '.github/workflows/pgplumb.yml',
  text: `# Made by pgplumb init --ci github. Findings appear in the pull request and under Security, Code scanning.
name: pgplumb
on: [push, pull_request]
permissions:
  contents: read
  security-events: write
jobs:
  check:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-node@v4
        with: { node-version: 22, cache: npm }
      - run: npm ci
      - run: npx --no-install pgplumb start ${database}
      - run: npx --no-install pgplumb reset ${database} --yes
      - run: npx --no-install pgplumb check ${database} --format github --report sarif=pgplumb.sarif
      - if: always()
        uses: github/codeql-action/upload-sarif@v3
        with: { sarif_file: pgplumb.sarif, category: pgplumb }
`,
})

const gitlab = (database: string): NewFile => ({
  path: '.gitlab/pgplumb.yml',
  text: `# Made by pgplumb init --ci gitlab. Findings appear in the merge request, beside its changes.
pgplumb:
  image: node:22
  script:
    - npm ci
    - npx --no-install pgplumb start ${database}
    - npx --no-install pgplumb reset ${database} --yes
    - npx --no-install pgplumb check ${database} --report gitlab=gl-code-quality-report.json --report junit=pgplumb.xml
  artifacts:
    when: always
    reports:
      codequality: gl-code-quality-report.json
      junit: pgplumb.xml
`,
})
