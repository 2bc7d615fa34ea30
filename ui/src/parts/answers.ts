import { all, fresh } from './page'

/** A moment after the typing pauses. */
const PAUSE = 350

/** Puts an answer in its place. What was chosen there stays chosen where it is still offered, and whoever stood there stands there still. */
function put(place: HTMLElement, html: string): void {
  if (place.innerHTML.trim() === html) return
  const chosen = all<HTMLSelectElement>('select', place).map((select) => [select.id, select.value])
  const at = place.contains(document.activeElement) ? document.activeElement?.id : ''
  place.innerHTML = html
  for (const select of all<HTMLSelectElement>('select', place)) {
    const value = chosen.find(([id]) => id === select.id)?.[1]
    if ([...select.options].some((option) => option.value === value)) select.value = value ?? ''
  }
  if (at) document.getElementById(at)?.focus()
}

/** What a form says to what is typed in it so far: the address in data-answers is sent the form, and answers HTML. By POST, so that nothing typed stands in an address. */
export function answers(): void {
  for (const place of fresh<HTMLElement>('answers', 'form [data-answers]')) {
    const form = place.closest('form')
    let timer = 0
    let asked = 0
    let last: string | undefined
    const ask = async (): Promise<void> => {
      const mine = ++asked
      const body = new URLSearchParams()
      for (const [name, value] of new FormData(form ?? undefined)) if (typeof value === 'string') body.append(name, value)
      try {
        const answer = await fetch(place.dataset.answers ?? '', { method: 'POST', body, headers: { accept: 'text/html' } })
        if (!answer.ok || mine !== asked) return
        const html = (await answer.text()).trim()
        if (mine !== asked || html === last) return
        last = html
        put(place, html)
      } catch {
        // What was answered last stays; the form itself is checked when it is sent.
      }
    }
    const soon = (): void => {
      clearTimeout(timer)
      timer = window.setTimeout(() => void ask(), PAUSE)
    }
    form?.addEventListener('input', soon)
    // A draft that was put back may say something already, and so may what the browser puts back once the page is there.
    const begin = (): void => {
      if ([...(form?.querySelectorAll('textarea') ?? [])].some((field) => field.value)) soon()
    }
    begin()
    window.addEventListener('pageshow', begin, { once: true })
  }
}
