import { changed, fieldsOf, fresh, ticked } from './page'

/** What was typed, from the press of a switch (language, size of letters) until the next page, which takes it and forgets it. */
const KEPT = 'switched'
/** Whoever goes elsewhere meanwhile is not given it later, in milliseconds. */
const MOST = 20_000

interface Kept {
  at: number
  path: string
  values: Record<string, string>
}

function take(): Kept | undefined {
  const kept = sessionStorage.getItem(KEPT)
  sessionStorage.removeItem(KEPT)
  return kept ? (JSON.parse(kept) as Kept) : undefined
}

/** Another language or size of letters is the same page with what was typed. */
export function switches(): void {
  const kept = take()
  if (kept && kept.path === location.pathname && Date.now() - kept.at < MOST) {
    for (const field of fieldsOf(document)) {
      const value = kept.values[field.name]
      if (ticked(field) || !value || field.value) continue
      field.value = value
      field.dispatchEvent(new Event('input', { bubbles: true }))
    }
  }
  for (const link of fresh<HTMLAnchorElement>('switches', '.masthead a.tool')) {
    link.addEventListener('click', () => {
      const typed = fieldsOf(document).filter((field) => !ticked(field) && changed(field))
      const values = Object.fromEntries(typed.map((field) => [field.name, field.value]))
      if (typed.length) sessionStorage.setItem(KEPT, JSON.stringify({ at: Date.now(), path: location.pathname, values }))
    })
  }
}
