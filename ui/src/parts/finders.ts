import { all, fresh } from './page'

/** Fetches what is found for a field as it is typed: the address in data-find answers an HTML fragment of links. */
export function finders(): void {
  for (const input of fresh<HTMLInputElement>('finders', '[data-find]')) {
    const box = document.getElementById(`${input.id}-found`)
    if (!box) continue
    let timer = 0
    let going: AbortController | undefined
    const find = async () => {
      going?.abort()
      const words = input.value.trim()
      if (words.length < 2) {
        box.hidden = true
        return
      }
      going = new AbortController()
      const address = new URL(input.dataset.find ?? '', location.href)
      address.searchParams.set('q', words)
      address.searchParams.set('field', input.name)
      try {
        const answer = await fetch(address, { signal: going.signal, headers: { accept: 'text/html' } })
        if (!answer.ok) return
        box.innerHTML = await answer.text()
        box.hidden = box.textContent?.trim() === ''
      } catch (error) {
        if ((error as Error).name !== 'AbortError') box.hidden = true
      }
    }
    input.addEventListener('input', () => {
      clearTimeout(timer)
      timer = setTimeout(find, 180)
    })
    const field = input.closest('.field') ?? input
    field.addEventListener('keydown', (event) => {
      const { key } = event as KeyboardEvent
      const links = all<HTMLAnchorElement>('a', box)
      if (key === 'Escape') box.hidden = true
      if (box.hidden || !links.length || (key !== 'ArrowDown' && key !== 'ArrowUp')) return
      event.preventDefault()
      const at = links.indexOf(document.activeElement as HTMLAnchorElement)
      const to = key === 'ArrowDown' ? at + 1 : at - 1
      if (to < 0) input.focus()
      else links[Math.min(to, links.length - 1)]?.focus()
    })
    document.addEventListener('click', (event) => {
      if (!field.contains(event.target as Node)) box.hidden = true
    })
  }
}
