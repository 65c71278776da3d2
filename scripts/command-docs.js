// Writes docs/commands: a page per command, from what the commands say of themselves. With --check it writes nothing, and
// exits with 1 where a page is not current. The program must be built.
import {existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {Config} from '@oclif/core'

const root = fileURLToPath(new URL('..', import.meta.url))
const folder = join(root, 'docs/commands')
const {commands, bin} = await Config.load({root})
const pages = new Map()
const visible = commands.filter(({hidden}) => !hidden).sort((a, b) => (a.id < b.id ? -1 : 1))

const wordsOf = (id) => id.replaceAll(':', ' ')
const fileOf = (id) => `${id.replaceAll(':', '-')}.md`
const filled = (text) => (text ?? '').replaceAll('<%= config.bin %>', bin)
const cell = (text) => filled(text).replaceAll('|', '\\|').replaceAll('\n', ' ')

for (const command of visible) pages.set(fileOf(command.id), page(command))
pages.set(
  'README.md',
  [
    '# Commands',
    'Made by `node scripts/command-docs.js`; `pgplumb COMMAND --help` says the same.',
    [
      '| command | what it does |',
      '| --- | --- |',
      ...visible.map(({id, summary}) => `| [${wordsOf(id)}](${fileOf(id)}) | ${cell(summary)} |`),
    ].join('\n'),
  ].join('\n\n'),
)

function page({id, summary, description, args, flags, examples, strict}) {
  const argumentsOf = Object.values(args).filter(({hidden}) => !hidden)
  const many = strict === false ? '…' : ''
  const usage = [
    bin,
    wordsOf(id),
    ...argumentsOf.map(({name, required}) =>
      required ? `${name.toUpperCase()}${many}` : `[${name.toUpperCase()}${many}]`,
    ),
    '[FLAGS]',
  ].join(' ')
  const rows = Object.values(flags)
    .filter(({hidden}) => !hidden)
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(
      (flag) =>
        `| \`--${flag.name}${flag.type === 'option' ? ` ${flag.helpValue ?? flag.name.toUpperCase()}` : ''}\` | ${cell(flag.description)} |`,
    )
  return [
    `# ${bin} ${wordsOf(id)}`,
    `${filled(summary)}.`,
    ['```sh', usage, '```'].join('\n'),
    ...(description ? [filled(description)] : []),
    ...(argumentsOf.length > 0
      ? [
          [
            '| argument | |',
            '| --- | --- |',
            ...argumentsOf.map(({name, description: text}) => `| \`${name.toUpperCase()}\` | ${cell(text)} |`),
          ].join('\n'),
        ]
      : []),
    ['| flag | |', '| --- | --- |', ...rows].join('\n'),
    ...(examples?.length
      ? [
          '## Examples',
          [
            '```sh',
            ...examples.map((example) => filled(typeof example === 'string' ? example : example.command)),
            '```',
          ].join('\n'),
        ]
      : []),
  ].join('\n\n')
}

const stale = [...pages]
  .filter(([file, text]) => !existsSync(join(folder, file)) || readFileSync(join(folder, file), 'utf8') !== `${text}\n`)
  .map(([file]) => file)
const gone = existsSync(folder) ? readdirSync(folder).filter((file) => !pages.has(file)) : []
if (process.argv.includes('--check')) {
  if (stale.length + gone.length > 0) {
    console.error(`docs/commands is not current (${[...stale, ...gone].join(', ')}): node scripts/command-docs.js`)
    process.exitCode = 1
  }
} else {
  mkdirSync(folder, {recursive: true})
  for (const file of gone) rmSync(join(folder, file))
  for (const [file, text] of pages) writeFileSync(join(folder, file), `${text}\n`)
}
