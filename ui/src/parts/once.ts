import { all, fresh } from './page'

/** One sending is enough: a second press while the first is under way does nothing, and the button shows that it is. */
export function onceOnly(): void {
  for (const form of fresh<HTMLFormElement>('once', 'form[method="post"]')) {
    form.addEventListener('submit', (event) => {
      if (form.dataset.sent) {
        event.preventDefault()
        return
      }
      form.dataset.sent = '1'
      // Unless another script sends it in its own way.
      if (!event.defaultPrevented) event.submitter?.setAttribute('aria-busy', 'true')
    })
  }
  if (!fresh('pageshow', 'body').length) return
  const again = () => {
    for (const form of all<HTMLFormElement>('form[data-sent]')) {
      delete form.dataset.sent
      for (const button of all('[aria-busy]', form)) button.removeAttribute('aria-busy')
    }
  }
  addEventListener('pageshow', again)
  document.addEventListener('concord:unsent', again)
}
