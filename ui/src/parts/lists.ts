import { morph } from './morph'
import { all } from './page'

/** Lists are drawn anew no more often than this, in milliseconds. */
const EVERY = 3_000

/** The page asks by itself: a session is not in use because of that. */
const UNATTENDED = { 'concord-unattended': '1' }

let timer = 0
let last = 0

/** Draws the page's list anew in its place, row by row: what is marked and where the cursor is stays. */
async function drawList(): Promise<void> {
  const list = document.getElementById('list')
  if (!list) return
  const address = new URL(location.href)
  address.searchParams.set('part', 'rows')
  const answer = await fetch(address, { headers: { accept: 'text/html', ...UNATTENDED }, redirect: 'manual' })
  if (!answer.ok) return
  const drawn = new DOMParser().parseFromString(await answer.text(), 'text/html').getElementById('list')
  if (!drawn) return
  morph(list, drawn)
  document.dispatchEvent(new CustomEvent('concord:drawn', { detail: { root: list } }))
}

/** Counts the menu's lists anew. */
async function count(): Promise<void> {
  if (!document.querySelector('[data-count]')) return
  const answer = await fetch('/desk/counts', { headers: { accept: 'application/json', ...UNATTENDED }, redirect: 'manual' })
  if (!answer.ok) return
  const counts = (await answer.json()) as Record<string, number>
  for (const place of all<HTMLElement>('[data-count]')) {
    const n = counts[place.dataset.count ?? '']
    if (n === undefined) continue
    place.textContent = n < 1000 ? String(n) : '999+'
    place.hidden = n === 0
  }
}

/** The page's list and the menu's counts follow what others do. */
export function lists(): void {
  document.addEventListener('concord:lists', () => {
    clearTimeout(timer)
    timer = setTimeout(
      () => {
        last = Date.now()
        // What does not arrive now comes with the next change.
        void Promise.allSettled([drawList(), count()])
      },
      Math.max(0, last + EVERY - Date.now()),
    )
  })
}
