import type {Catalog, Relation} from '../catalog.ts'
import type {Probe} from '../probe.ts'
import type {World} from '../world.ts'
import {deleteProbes, moveProbes, truncateProbes, updateProbes} from './change.ts'
import type {Target} from './context.ts'
import {insertProbes} from './insert.ts'
import {referenceProbes, uniqueProbes} from './keys.ts'
import {readProbes} from './read.ts'

/** All that is tried on a table. */
export const tableProbes = (world: World, target: Target, major: number): Probe[] => [
  ...readProbes(world, target),
  ...insertProbes(world, target, major),
  ...updateProbes(world, target, major),
  ...deleteProbes(world, target, major),
  ...truncateProbes(world, target),
  ...moveProbes(world, target),
  ...referenceProbes(world, target),
  ...uniqueProbes(world, target),
]

/** The partitions and children of a table, at every depth. */
export const below = (relations: Catalog['relations'], {oid}: Relation): Relation[] =>
  [...relations.values()]
    .filter(({parents}) => parents.includes(oid))
    .flatMap((child) => [child, ...below(relations, child)])
