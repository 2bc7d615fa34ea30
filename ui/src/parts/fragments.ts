import { fresh } from './page'

/** What takes longer than the page itself comes after it: the address in data-fragment answers HTML, and until then the element holds a link to the same. */
export function fragments(): void {
  for (const place of fresh<HTMLElement>('fragments', '[data-fragment]')) void fill(place)
}

async function fill(place: HTMLElement): Promise<void> {
  try {
    const answer = await fetch(place.dataset.fragment ?? '', { headers: { accept: 'text/html' } })
    if (!answer.ok) return
    const html = (await answer.text()).trim()
    // Nothing found: the link stays, for whoever wants to look.
    if (html) place.innerHTML = html
  } catch {
    // The link stays.
  }
}
