import {Failure} from '../../failure.ts'
import {argumentsOf, type Job, nameOf, type Place} from './job.ts'

/** Unit files by their names: a service and a timer for each job. A run that was missed is made up for. */
export function systemdUnits(jobs: readonly Job[], {root, launcher}: Place): Readonly<Record<string, string>> {
  const units: Record<string, string> = {}
  for (const job of jobs) {
    const unit = `${nameOf(root)}-${job.database}-${job.schedule}`
    units[`${unit}.service`] = `[Unit]
Description=pgplumb ${job.schedule} maintenance of ${job.database}
After=network-online.target

[Service]
Type=oneshot
WorkingDirectory=${escapeUnit(root)}
ExecStart=${[...launcher, ...argumentsOf(job)].map(quoteUnit).join(' ')}
# 1: it ran, and found something, which its output says.
SuccessExitStatus=1
Nice=10
`
    units[`${unit}.timer`] = `[Unit]
Description=When pgplumb does its ${job.schedule} maintenance of ${job.database}

[Timer]
OnCalendar=${onCalendar(job.cron)}
Persistent=true

[Install]
WantedBy=timers.target
`
  }
  return units
}

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const

/**
 * A crontab's five fields as systemd writes them: `Sun *-*-* 03:00:00`. https://www.freedesktop.org/software/systemd/man/systemd.time
 * @throws Failure `bad_cron` where both a day of the month and a day of the week are given: cron takes either, systemd both
 */
export function onCalendar(cron: string): string {
  const [minute = '*', hour = '*', day = '*', month = '*', weekday = '*'] = cron.split(/\s+/)
  if (day !== '*' && weekday !== '*')
    throw new Failure('bad_cron', `"${cron}" has a day of the month and one of the week, which systemd cannot say`)
  const days =
    weekday === '*' ? '' : `${weekday.replace(/\d/g, (digit) => DAYS[Number(digit)] ?? digit).replaceAll('-', '..')} `
  const part = (field: string) =>
    field
      .split(',')
      .map((one) =>
        one
          .replace(/^\*\/(\d+)$/, '0/$1')
          .replace('-', '..')
          .replace(/\d+/g, (digits) => digits.padStart(2, '0')),
      )
      .join(',')
  return `${days}*-${part(month)}-${part(day)} ${part(hour)}:${part(minute)}:00`
}

const escapeUnit = (text: string): string => text.replaceAll('%', '%%')
const quoteUnit = (word: string): string =>
  /^[\w./:=@+-]+$/.test(word) ? word : `"${escapeUnit(word).replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`
