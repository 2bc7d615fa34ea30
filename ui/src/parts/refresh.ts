import { enliven } from './enliven'
import { all } from './page'

/** Draws the page's list anew in its place. */
export async function refreshList(): Promise<void> {
  const list = document.getElementById('list')
  if (!list) return
  const address = new URL(location.href)
  address.searchParams.set('part', 'rows')
  const answer = await fetch(address, { headers: { accept: 'text/html' } })
  if (!answer.ok || answer.redirected) return
  const drawn = new DOMParser().parseFromString(await answer.text(), 'text/html').getElementById('list')
  if (!drawn) return
  list.replaceWith(drawn)
  enliven(drawn)
}

/** Counts the menu's lists anew. */
export async function refreshCounts(): Promise<void> {
  const answer = await fetch('/desk/counts', { headers: { accept: 'application/json' } })
  if (!answer.ok || answer.redirected) return
  const counts = (await answer.json()) as Record<string, number>
  for (const place of all<HTMLElement>('[data-count]')) {
    const count = counts[place.dataset.count ?? '']
    if (count === undefined) continue
    place.textContent = count < 1000 ? String(count) : '999+'
    place.hidden = count === 0
  }
}
