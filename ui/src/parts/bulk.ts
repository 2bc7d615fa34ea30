import { deeds } from './deeds'
import { all } from './page'
import { refreshCounts, refreshList } from './refresh'

const boxes = () => all<HTMLInputElement>('#list .pick input[name="code"]')

/** Many matters at once: what is ticked is counted, and what became of each is told without leaving the list. */
export function bulk(): void {
  const form = document.getElementById('bulk')
  if (!(form instanceof HTMLFormElement)) return
  const count = () => {
    const picked = boxes().filter((box) => box.checked).length
    const whole = document.querySelector<HTMLInputElement>('#pick-all')
    form.hidden = picked === 0
    if (whole) {
      whole.checked = picked > 0 && picked === boxes().length
      whole.indeterminate = picked > 0 && !whole.checked
    }
    const said = form.querySelector('[data-picked]')
    if (said) said.textContent = (form.dataset.count ?? '').replace('#', String(picked))
  }
  let last: HTMLInputElement | undefined
  document.addEventListener('click', (event) => {
    const box = event.target
    if (!(box instanceof HTMLInputElement) || !box.closest('.pick')) return
    const all = boxes()
    if (box.id === 'pick-all') all.forEach((each) => (each.checked = box.checked))
    else if (event.shiftKey && last) {
      const [from, to] = [all.indexOf(last), all.indexOf(box)].sort((a, b) => a - b)
      all.slice(from, (to ?? 0) + 1).forEach((each) => (each.checked = box.checked))
    }
    last = box
    count()
  })
  document.addEventListener('concord:drawn', count)
  deeds.none = () => {
    boxes().forEach((box) => (box.checked = false))
    count()
  }
  form.querySelector('[data-none]')?.addEventListener('click', () => deeds.none?.())
  form.addEventListener('submit', (event) => {
    const button = event.submitter as HTMLButtonElement | null
    if (event.defaultPrevented || button?.formMethod === 'get') return
    event.preventDefault()
    void send(form, button).then(count)
  })
  count()
}

/** Sends the form and shows the answer's part that tells what became of each, over the list. */
async function send(form: HTMLFormElement, button: HTMLButtonElement | null): Promise<void> {
  const fields = [...new FormData(form, button)].map(([name, value]): [string, string] => [name, String(value)])
  const answer = await fetch(form.action, { method: 'POST', body: new URLSearchParams(fields), headers: { accept: 'text/html' } })
  const drawn = new DOMParser().parseFromString(await answer.text(), 'text/html')
  const told = drawn.getElementById('bulk-outcome')
  const dialog = document.getElementById('bulk-told')
  const place = dialog?.querySelector('[data-told]')
  delete form.dataset.sent
  if (!told || !(dialog instanceof HTMLDialogElement) || !place) {
    location.assign(answer.redirected ? answer.url : location.href)
    return
  }
  place.replaceChildren(told)
  dialog.showModal()
  // A new key: what is sent next is another request.
  const key = form.querySelector<HTMLInputElement>('[name="key"]')
  if (key) key.value = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  deeds.none?.()
  await Promise.all([refreshList(), refreshCounts()])
}
