/** Short news at the edge of the page: said to screen readers, and shown. Never takes the cursor from what is being done. */

import { all } from './page'

export interface Manner {
  kind?: 'info' | 'success' | 'warn' | 'danger'
  /** What one can do about it; such news stays until somebody dismisses it, as bad news does. */
  action?: { label: string; press: () => void }
}

const ICONS = { info: 'info-circle', success: 'circle-check', warn: 'alert-triangle', danger: 'alert-circle' }
const AT_ONCE = 3
const SHORTEST_MS = 8_000
const LONGEST_MS = 30_000
/** Slow readers manage four characters a second. */
const MS_PER_CHARACTER = 250

const region = () => document.getElementById('toasts')

/**
 * Takes it away; a cursor that was on it goes back to where it came from. One that others stand on leaves its place empty until they
 * are gone too: nothing moves under a finger that is about to press.
 */
function dismiss(toast: HTMLElement, cameFrom: EventTarget | null): void {
  const had = toast.contains(document.activeElement)
  toast.classList.add('gone')
  toast.inert = true
  const stack = all('.toast', region() ?? document)
  while (stack.at(-1)?.classList.contains('gone')) stack.pop()?.remove()
  if (had && cameFrom instanceof HTMLElement) cameFrom.focus()
}

/** Counts the time down, and begins anew when a pointer or the cursor has left it. */
function fade(toast: HTMLElement, ms: number, end: () => void): void {
  let timer = setTimeout(end, ms)
  const hold = () => clearTimeout(timer)
  const go = () => {
    clearTimeout(timer)
    timer = setTimeout(end, ms)
  }
  for (const name of ['pointerenter', 'focusin']) toast.addEventListener(name, hold)
  for (const name of ['pointerleave', 'focusout']) toast.addEventListener(name, go)
}

export function tell(text: string, { kind = 'info', action }: Manner = {}): void {
  const toasts = region()
  const sample = document.getElementById('toast') as HTMLTemplateElement | null
  const toast = sample?.content.firstElementChild?.cloneNode(true) as HTMLElement | undefined
  if (!toasts || !toast || !text) return
  toast.classList.add(kind)
  const icon = toast.querySelector('use')
  icon?.setAttribute('href', (icon.getAttribute('href') ?? '').replace(/#.*/, `#${ICONS[kind]}`))
  const words = toast.querySelector('p')
  if (words) words.textContent = text

  let cameFrom: EventTarget | null = null
  toast.addEventListener('focusin', (event) => {
    if (!toast.contains(event.relatedTarget as Node | null)) cameFrom = event.relatedTarget
  })
  const end = () => dismiss(toast, cameFrom)
  toast.querySelector('[data-dismiss]')?.addEventListener('click', end)
  toast.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') end()
  })
  if (action) {
    const button = document.createElement('button')
    button.type = 'button'
    button.className = 'button quiet small'
    button.textContent = action.label
    button.addEventListener('click', () => {
      end()
      action.press()
    })
    words?.after(button)
  } else if (kind !== 'danger') {
    fade(toast, Math.min(Math.max(SHORTEST_MS, text.length * MS_PER_CHARACTER), LONGEST_MS), end)
  }
  toasts.append(toast)
  for (const old of all<HTMLElement>('.toast:not(.gone)', toasts).slice(0, -AT_ONCE)) dismiss(old, null)
}

/** What was to be sent is still where it was filled in: whoever took note of its sending forgets it. */
export const unsent = () => document.dispatchEvent(new CustomEvent('concord:unsent'))

/** There was no network for what was to be sent. */
export function tellOffline(): void {
  unsent()
  tell(region()?.dataset.offline ?? '', { kind: 'danger' })
}

/** The answer to what was just sent stands at the top of the next page, where a screen reader would come upon it late: said at once. */
export function sayFlashes(): void {
  for (const notice of all<HTMLElement>('#flashes .notice')) {
    const said = document.createElement('p')
    said.className = 'sr'
    // A moment later: what is in a region from the start is not news to it.
    setTimeout(() => {
      said.textContent = notice.textContent?.trim() ?? ''
      region()?.append(said)
      setTimeout(() => said.remove(), SHORTEST_MS)
    }, 300)
    notice.querySelector('[data-dismiss]')?.addEventListener('click', () => {
      notice.remove()
      document.getElementById('main')?.focus()
    })
  }
}

const LATER = 'told'

/** Keeps a message for the page that comes next: of an answer that a script has read already. */
export function tellOnNextPage(text: string): void {
  if (text.trim()) sessionStorage.setItem(LATER, text.trim())
}

/** Says what the page before left. */
export function toldBefore(): void {
  const text = sessionStorage.getItem(LATER)
  sessionStorage.removeItem(LATER)
  if (text) tell(text, { kind: 'success' })
}
