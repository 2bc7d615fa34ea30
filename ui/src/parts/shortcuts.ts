import { all, typing } from './page'

/** A key, or `Alt+s`, that presses a button or takes the cursor to a field. */
export function shortcuts(): void {
  document.addEventListener('keydown', (event) => {
    const inText = typing(event.target)
    for (const element of all<HTMLElement>('[data-shortcut]')) {
      const parts = (element.dataset.shortcut ?? '').split('+')
      const key = parts.pop()
      const alt = parts.includes('Alt')
      const control = parts.includes('Control')
      if (event.key.toLowerCase() !== key?.toLowerCase() || event.altKey !== alt || (event.ctrlKey || event.metaKey) !== control) continue
      if (inText && !alt && !control) continue
      event.preventDefault()
      if (element.matches('input, textarea, select')) element.focus()
      else element.click()
      return
    }
  })
}
