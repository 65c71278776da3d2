// Other people's programs, of npm: into a folder that no user of pgplumb gets, once for each list of them.
import {execFileSync} from 'node:child_process'
import {existsSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'

/** @param {string} name @param {Record<string, string>} versions Returns the folder whose `node_modules` has them, or why there is none. */
export function install(name, versions, {scripts = false} = {}) {
  const folder = fileURLToPath(new URL(`../node_modules/.cache/${name}`, import.meta.url))
  const [done, wanted] = [join(folder, 'installed.json'), JSON.stringify(versions)]
  if (existsSync(done) && wanted === readFileSync(done, 'utf8')) return {folder, missing: null}
  mkdirSync(folder, {recursive: true})
  writeFileSync(join(folder, 'package.json'), JSON.stringify({private: true, dependencies: versions}))
  try {
    const options = ['--no-audit', '--no-fund', ...(scripts ? [] : ['--ignore-scripts'])]
    execFileSync('npm', ['install', ...options], {cwd: folder, stdio: ['ignore', 'ignore', 'pipe'], encoding: 'utf8'})
  } catch (error) {
    const said = String(error.stderr || error.message)
      .trim()
      .split('\n')
      .at(-1)
    return {folder: null, missing: `npm could not install ${Object.keys(versions).join(', ')}: ${said}`}
  }
  writeFileSync(done, wanted)
  return {folder, missing: null}
}
