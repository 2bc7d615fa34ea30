import { copying } from './copying'
import { counters } from './counters'
import { dialogs } from './dialogs'
import { drafts } from './drafts'
import { finders } from './finders'
import { fragments } from './fragments'
import { onceOnly } from './once'

/** Gives what was put into the page the comforts that a page has at its start, and tells whoever else has some to give. */
export function enliven(root: Element): void {
  for (const start of [dialogs, copying, counters, finders, fragments, onceOnly]) start()
  if (root.querySelector('form[data-draft]')) drafts()
  document.dispatchEvent(new CustomEvent('concord:drawn', { detail: { root } }))
}
