import {Failure} from '../failure.ts'

/** @throws Failure `usage` */
export function placeholders(settings: readonly string[] = []): Readonly<Record<string, string>> {
  return Object.fromEntries(
    settings.map((setting) => {
      const [, name, value] = /^([\p{L}\p{N}_]+)=(.*)$/su.exec(setting) ?? []
      if (name === undefined || value === undefined)
        throw new Failure('usage', `--placeholders ${setting} is not NAME=VALUE`, {hint: '--placeholders owner=app'})
      return [name, value]
    }),
  )
}
