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
    dialog.addEventListener('click', (event) => {
      const target = event.target as Element
      if (target === dialog || target.closest('[data-close]')) {
        event.preventDefault()
        dialog.close()
      }
    })
  }
}
