import {badge, html, type Markup} from '../html/page.ts'

/** What was seen, or why it could not be looked at. */
export type Looked<T> = {readonly seen: T} | {readonly problem: string}

export const notLooked = (problem: string): Markup => html`<p>${badge('warning', 'not looked at')} ${problem}</p>`
