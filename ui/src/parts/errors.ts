import { all } from './page'

/** Errors first: whoever sent a form with mistakes starts at the list of them. */
export function focusErrors(): void {
  document.querySelector<HTMLElement>('[data-focus]')?.focus()
  for (const link of all<HTMLAnchorElement>('.summary-errors a')) {
    link.addEventListener('click', (event) => {
      const field = document.getElementById(link.hash.slice(1))
      if (!field) return
      event.preventDefault()
      field.scrollIntoView({ block: 'center' })
      field.focus()
    })
  }
}
