import {resolve} from 'node:path'
import {validText} from '../../report/findings/valid.ts'
import {validate} from '../../workspace/validate.ts'
import {print, themeFor} from '../output.ts'
import {atOnce} from './at-once.ts'

/** `pgplumb validate [FILE…]` of files without a fault. */
export const answer = atOnce(async (project, args, {version, hurry}) => {
  hurry()
  const {findings, files} = await validate(
    {project, env: process.env},
    args.map((file) => resolve(file)),
    {toolVersion: version},
  )
  if (findings.length > 0) return false
  print((await themeFor(process.stdout)).ok(validText(files)))
  return true
})
