import {argumentsOf, type Job, type Place, quoteShell} from './job.ts'

const begin = (root: string): string => `# pgplumb maintenance of ${root}: begin`
const end = (root: string): string => `# pgplumb maintenance of ${root}: end`

/** The lines for a crontab, between two that mark them. */
export function crontab(jobs: readonly Job[], {root, launcher}: Place): string {
  const lines = jobs.map((job) => {
    const command = [...launcher, ...argumentsOf(job)].map(quoteShell).join(' ')
    // The folder may be deleted at any time. cron takes a percent sign for the end of the line.
    return `${job.cron} cd ${quoteShell(root)} && mkdir -p .pgplumb && ${command} >>.pgplumb/maintenance.log 2>&1`.replaceAll(
      '%',
      '\\%',
    )
  })
  return [begin(root), ...lines, end(root)].join('\n')
}

/** A crontab with these lines in the place of those that an earlier installation left. */
export function withBlock(existing: string, block: string, root: string): string {
  const others = existing.replace(blockPattern(root), '').trimEnd()
  return `${others === '' ? '' : `${others}\n`}${block}\n`
}

/** The lines that are installed; null where there are none. */
export const installedBlock = (existing: string, root: string): string | null =>
  blockPattern(root).exec(existing)?.[0].trim() ?? null

const blockPattern = (root: string): RegExp =>
  new RegExp(`^${escaped(begin(root))}\\n[\\s\\S]*?^${escaped(end(root))}\\n?`, 'm')

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
