import {CommandHelp, Help} from '@oclif/core'
import {GROUPS} from './base.ts'

/** The summary stands at the top already: the description does not repeat it. */
class Page extends CommandHelp {
  protected override description(): string | undefined {
    const {description} = this.command
    return description ? this.wrap(this.render(description)) : undefined
  }
}

/** oclif's help, but the first page lists the commands by what they are for. */
export default class PgplumbHelp extends Help {
  protected override CommandHelpClass = Page

  protected override async showRootHelp(): Promise<void> {
    const {bin, pjson} = this.config
    const entries = this.sortedCommands.flatMap(({id, ...command}) => {
      const [name = '', ...rest] = id.split(':')
      return [
        {
          name,
          own: rest.length === 0,
          summary: this.summary({id, ...command}) ?? '',
          group: Reflect.get(command, 'group'),
        },
      ]
    })
    const topics = new Map(this.config.topics.map(({name, description}) => [name, description ?? '']))
    const names = [...new Set(entries.map(({name}) => name))]
    const blocks = GROUPS.map((group) => {
      const rows = names.flatMap((name) => {
        const entry =
          entries.find((entry) => entry.name === name && entry.own) ?? entries.find((entry) => entry.name === name)
        if (!entry || (entry.group ?? 'More') !== group) return []
        return [[name, entry.own ? entry.summary : (topics.get(name) ?? '')] satisfies [string, string]]
      })
      return rows.length === 0
        ? ''
        : this.section(
            group.toUpperCase(),
            this.renderList(rows, {indentation: 2, spacer: '\n', stripAnsi: this.opts.stripAnsi ?? false}),
          )
    })
    this.log(
      [
        String(pjson.description ?? ''),
        this.section('USAGE', `$ ${bin} COMMAND [FLAGS]`),
        ...blocks.filter((block) => block !== ''),
        `${bin} COMMAND --help shows what a command does, with examples.`,
      ].join('\n\n'),
    )
  }
}
