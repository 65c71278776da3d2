import type {Hook} from '@oclif/core'
import {Failure} from '../failure.ts'
import {nearest} from '../nearest.ts'
import {shellCommand} from '../shell.ts'

/** Called by oclif for a command that does not exist: says which was probably meant. */
const notFound: Hook.CommandNotFound = async ({id, argv = [], config}) => {
  if (id.startsWith('-'))
    throw new Failure('usage', `the command comes before its flags, but "${id}" is the first word`, {
      hint: `${config.bin} COMMAND ${id}; ${config.bin} --help lists the commands`,
    })
  const words = id.split(':')
  const known = [...config.commandIDs, ...config.topics.map(({name}) => name)].map((name) => name.replaceAll(':', ' '))
  const unknown = unknownPart(words, known)
  const parent = unknown.slice(0, -1)
  const meant = suggestion(words, known)
  const isCommand = parent.length > 0 && config.commandIDs.includes(parent.join(':'))
  throw new Failure(
    'usage',
    isCommand
      ? `${shellCommand([config.bin, ...parent])} takes no argument "${unknown.at(-1)}"`
      : `there is no command "${unknown.join(' ')}"`,
    {
      hint: meant
        ? `did you mean ${shellCommand([config.bin, ...meant, ...argv])}?`
        : `${shellCommand([config.bin, ...parent])} --help`,
    },
  )
}

export default notFound

/** oclif takes the arguments after an unknown command for parts of its name: the first unknown word is the mistake. */
function unknownPart(words: readonly string[], known: readonly string[]): readonly string[] {
  let length = 1
  while (length < words.length && known.includes(words.slice(0, length).join(' '))) length++
  return words.slice(0, length)
}

function suggestion(words: readonly string[], known: readonly string[]): readonly string[] | null {
  const mistaken = unknownPart(words, known).length
  for (let length = words.length; length >= mistaken; length--) {
    const meant = nearest(
      words.slice(0, length).join(' '),
      known.filter((name) => name.split(' ').length === length),
    )
    if (meant) return [...meant.split(' '), ...words.slice(length)]
  }
  return null
}
