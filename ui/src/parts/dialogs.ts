import { fresh } from './page'

/** Links that open a dialog of the page, and dialogs that close by a click beside them. */
export function dialogs(): void {
  for (const link of fresh<HTMLElement>('dialog-links', '[data-dialog]')) {
    link.addEventListener('click', (event) => {
      const dialog = document.getElementById(link.dataset.dialog ?? '')
      if (!(dialog instanceof HTMLDialogElement)) return
      event.preventDefault()
      dialog.showModal()
    })
    link.addEventListener('keydown', (event) => {
      if (link.tagName === 'A' && event.key === ' ') {
        event.preventDefault()
        link.click()
      }
    })
  }
  for (const dialog of fresh<HTMLDialogElement>('dialogs', 'dialog')) {
    // An address that names something in a dialog opens it there, as it does without a script.
    const named = location.hash.length > 1 ? document.getElementById(location.hash.slice(1)) : null
    if (named && dialog.contains(named)) {
      dialog.showModal()
      if (named !== dialog) named.focus()
      history.replaceState(history.state, '', location.pathname + location.search)
    }
    // What was sent from a dialog and will not do is put right there.
    const wrong = dialog.querySelector<HTMLElement>('[aria-invalid]')
    if (wrong && !dialog.open) {
      dialog.showModal()
      wrong.focus()
    }
    dialog.addEventListener('click', (event) => {
      const target = event.target as Element
      if (target === dialog || target.closest('[data-close]')) {
        event.preventDefault()
        dialog.close()
      }
    })
  }
}
