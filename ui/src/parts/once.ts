import { all } from './page'

/** One sending is enough: a second press while the first is under way does nothing. */
export function onceOnly(): void {
  for (const form of all<HTMLFormElement>('form[method="post"]')) {
    form.addEventListener('submit', (event) => {
      if (form.dataset.sent) event.preventDefault()
      form.dataset.sent = '1'
    })
  }
  addEventListener('pageshow', () => all<HTMLFormElement>('form[data-sent]').forEach((form) => delete form.dataset.sent))
}
