import { enliven } from './enliven'
import { morph } from './morph'
import { all } from './page'

type Extra = Record<string, string>

/** An answer of the page's own kind; none where the session is over or the server is away. */
async function asked(address: string | URL, accept: string, headers: Extra): Promise<Response | undefined> {
  const answer = await fetch(address, { headers: { accept, ...headers }, redirect: 'manual' })
  return answer.ok ? answer : undefined
}

/** Draws the page's list anew in its place, row by row: what is marked and where the cursor is stays. */
export async function refreshList(headers: Extra = {}): Promise<void> {
  const list = document.getElementById('list')
  if (!list) return
  const address = new URL(location.href)
  address.searchParams.set('part', 'rows')
  const answer = await asked(address, 'text/html', headers)
  const drawn = answer && new DOMParser().parseFromString(await answer.text(), 'text/html').getElementById('list')
  if (!drawn) return
  morph(list, drawn)
  enliven(list)
}

/** Counts the menu's lists anew. */
export async function refreshCounts(headers: Extra = {}): Promise<void> {
  if (!document.querySelector('[data-count]')) return
  const answer = await asked('/desk/counts', 'application/json', headers)
  if (!answer) return
  const counts = (await answer.json()) as Record<string, number>
  for (const place of all<HTMLElement>('[data-count]')) {
    const count = counts[place.dataset.count ?? '']
    if (count === undefined) continue
    place.textContent = count < 100 ? String(count) : '99+'
    place.hidden = count === 0
  }
}
