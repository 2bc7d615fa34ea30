import { changed, fieldsOf, fresh, ticked, type Field } from './page'

/** A draft is kept for so long, in milliseconds. */
const DAY = 24 * 3600 * 1000

interface Draft {
  at: number
  values: Record<string, string>
}

/** Drafts of staff belong to their account: on a shared machine nobody is shown another's. */
const owner = () => document.body.dataset.account ?? ''
const keyOf = (form: HTMLFormElement) => (owner() ? `draft:${owner()}:${form.dataset.draft}` : `draft:${form.dataset.draft}`)
const keys = () => Object.keys(localStorage).filter((key) => key.startsWith('draft:'))

function read(key: string): Draft | undefined {
  try {
    return JSON.parse(localStorage.getItem(key) ?? '') as Draft
  } catch {
    return undefined
  }
}

/** Where the browser keeps nothing (full, or forbidden), there is no draft; the page works on. */
function write(key: string, draft: Draft): void {
  try {
    localStorage.setItem(key, JSON.stringify(draft))
  } catch {
    localStorage.removeItem(key)
  }
}

const name = (field: Field, index: number) => (ticked(field) ? `${field.name}=${field.value}` : `${field.name}#${index}`)
const value = (field: Field) => (ticked(field) ? (field.checked ? '1' : '0') : field.value)

/** That a draft was sent from this tab, and from which page, until it is known whether it arrived. */
const SENT = 'sent:'

/** Whether this page says that something went wrong, or asks who one is before it goes on. */
function failed(): boolean {
  const entry = performance.getEntriesByType('navigation')[0] as PerformanceNavigationTiming | undefined
  return (entry?.responseStatus ?? 0) >= 400 || document.querySelector('[data-again], .summary-errors, #news, .error-page, form[action="/sign-in"], form[action="/track"]') !== null
}

const marks = () => Object.keys(sessionStorage).filter((name) => name.startsWith(SENT))

/** The page shown where there is no network says so when what was just sent is kept. */
function sayKept(key: string): void {
  const line = document.querySelector<HTMLElement>('[data-kept]')
  if (line && read(key)) line.hidden = false
}

/** What is too old goes, and what was sent and has arrived: the next page says so, or is another one. */
function sweep(): void {
  for (const key of keys()) {
    const draft = read(key)
    if (!draft || Date.now() - draft.at > DAY) localStorage.removeItem(key)
  }
  const told = document.querySelector('#flashes .notice.success') !== null
  for (const mark of marks()) {
    const from = sessionStorage.getItem(mark)
    sessionStorage.removeItem(mark)
    if (failed()) sayKept(mark.slice(SENT.length))
    else if (told || location.pathname !== from) localStorage.removeItem(mark.slice(SENT.length))
  }
}

function putBack(form: HTMLFormElement, draft: Draft): boolean {
  let any = false
  fieldsOf(form).forEach((field, index) => {
    const kept = draft.values[name(field, index)]
    if (kept === undefined || kept === value(field)) return
    if (ticked(field)) field.checked = kept === '1'
    else field.value = kept
    any = true
  })
  return any
}

/** Says that something was put back, and offers to throw it away. */
function offer(form: HTMLFormElement, key: string, at: number): void {
  const line = document.createElement('div')
  line.className = 'draft-back'
  line.dataset.own = ''
  line.setAttribute('role', 'status')
  const time = new Date(at).toLocaleTimeString(document.documentElement.lang, { hour: '2-digit', minute: '2-digit' })
  const words = document.createElement('span')
  words.textContent = `${form.dataset.restored ?? ''} ${time}`
  const discard = document.createElement('button')
  discard.type = 'button'
  discard.className = 'button quiet small'
  discard.textContent = form.dataset.discard ?? ''
  discard.addEventListener('click', () => {
    localStorage.removeItem(key)
    form.reset()
    line.remove()
    form.querySelector<HTMLElement>('textarea, input:not([type="hidden"])')?.focus()
  })
  line.append(words, discard)
  form.prepend(line)
  for (let part = form.parentElement; part; part = part.parentElement) if (part instanceof HTMLDetailsElement) part.open = true
}

function keep(form: HTMLFormElement): void {
  const key = keyOf(form)
  // A form that is shown again holds what was typed already.
  const again = form.querySelector('.wrong') !== null || form.closest('[data-again]') !== null
  if (sessionStorage.getItem(SENT + key) && !again) {
    // Sent within the page, which was drawn anew since.
    sessionStorage.removeItem(SENT + key)
    localStorage.removeItem(key)
  }
  const stored = read(key)
  const blank = !again && !fieldsOf(form).some(changed)
  if (stored && blank && putBack(form, stored)) {
    offer(form, key, stored.at)
    form.dispatchEvent(new Event('input', { bubbles: true }))
  }
  form.addEventListener('input', () => {
    const fields = fieldsOf(form)
    if (again || fields.some(changed)) write(key, { at: Date.now(), values: Object.fromEntries(fields.map((field, index) => [name(field, index), value(field)])) })
    else localStorage.removeItem(key)
  })
  form.addEventListener('submit', () => {
    if (read(key)) sessionStorage.setItem(SENT + key, location.pathname)
  })
}

/** Keeps what was typed in a form with data-draft on this device for a day, until it has arrived, is discarded, or its writer leaves. */
export function drafts(): void {
  if (fresh('sweep', 'body').length) {
    sweep()
    document.addEventListener('concord:unsent', () => marks().forEach((mark) => sessionStorage.removeItem(mark)))
  }
  for (const form of fresh<HTMLFormElement>('drafts', 'form[data-draft]')) keep(form)
  for (const form of fresh<HTMLFormElement>('sign-out', 'form[action="/sign-out"], form[action$="/leaving"]')) {
    form.addEventListener('submit', () => keys().forEach((key) => localStorage.removeItem(key)))
  }
}
