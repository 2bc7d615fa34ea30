import { all } from './page'

/** The home page's search: what it finds shows as somebody types, by POST, so that nothing typed stands in an address. */
export function suggestions(): void {
  const form = document.querySelector<HTMLFormElement>('form[data-suggest]')
  const input = form?.querySelector<HTMLInputElement>('input[type="search"]')
  const box = document.getElementById('found')
  const status = document.querySelector<HTMLElement>('[data-suggest-status]')
  if (!form || !input || !box || !status) return

  const kinds = () => all<HTMLElement>('button, a', box)
  let timer = 0
  let going: AbortController | undefined

  async function find(): Promise<boolean> {
    clearTimeout(timer)
    going?.abort()
    const words = input!.value.trim()
    if ([...words].length < 2) {
      box!.replaceChildren()
      status!.textContent = ''
      return true
    }
    going = new AbortController()
    try {
      const body = new URLSearchParams({ q: words })
      const answer = await fetch(form!.dataset.suggest!, { method: 'POST', body, signal: going.signal, headers: { accept: 'text/html' } })
      if (!answer.ok) return false
      const found = await answer.text()
      const at = document.activeElement
      const chosen = at instanceof HTMLButtonElement && box!.contains(at) ? at.value : undefined
      box!.innerHTML = found
      // Who stood on a kind stands on it still, or where they typed when it is no longer among them.
      if (chosen !== undefined) (kinds().find((kind) => kind instanceof HTMLButtonElement && kind.value === chosen) ?? input!).focus()
      status!.textContent = box!.querySelector<HTMLElement>('[data-told]')?.dataset.told ?? ''
      return true
    } catch (error) {
      return (error as Error).name === 'AbortError'
    }
  }

  // While a Chinese word is being composed its letters are no words yet.
  input.addEventListener('input', (event) => {
    clearTimeout(timer)
    if (!(event as InputEvent).isComposing) timer = window.setTimeout(find, 220)
  })
  input.addEventListener('compositionend', () => {
    clearTimeout(timer)
    timer = window.setTimeout(find, 220)
  })
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    // Where the network fails, the form goes its plain way.
    void find().then((done) => {
      if (!done) form.submit()
      else document.getElementById('found-title')?.focus()
    })
  })
  // What was found may be older by a word than what stands in the field; the newest is carried along.
  box.addEventListener('submit', (event) => {
    const carried = (event.target as HTMLFormElement).querySelector<HTMLInputElement>('input[name="narrative"]')
    if (carried) carried.value = input.value.trim()
  })
  form.parentElement?.addEventListener('keydown', (event) => {
    const list = kinds()
    const at = list.indexOf(document.activeElement as HTMLElement)
    if (event.key === 'Escape' && at >= 0) input.focus()
    if (event.key === 'Escape') event.preventDefault()
    if (!list.length || !['ArrowDown', 'ArrowUp'].includes(event.key) || (at < 0 && document.activeElement !== input)) return
    event.preventDefault()
    const to = event.key === 'ArrowDown' ? at + 1 : at - 1
    if (to < 0) input.focus()
    else list[Math.min(to, list.length - 1)]?.focus()
  })
}
