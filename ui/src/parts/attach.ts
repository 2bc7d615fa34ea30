import { forgetFile, forgetFiles, keepFile, keptFiles, type KeptFile } from './kept'
import { all } from './page'
import { canRecord, clockTime, record, type Recording } from './recorder'
import { shrunk } from './shrink'
import { tellOnNextPage, unsent } from './tell'

/** Fields for photos, papers and voice notes: a list that survives errors, a recorder, and sending with progress. */

type Words = Record<
  'record' | 'recording' | 'stop' | 'again' | 'voice' | 'remove' | 'cancel' | 'preparing' | 'sending' | 'sent' | 'cancelled' | 'offline' | 'failed' | 'tooMany' | 'tooLarge' | 'wrongKind' | 'colon' | 'denied',
  string
>

const MEGABYTE = 1_000_000
const limit = (file: File) => (file.type.startsWith('image/') ? 20 : file.type === 'application/pdf' ? 30 : file.type.startsWith('video/') ? 200 : 50) * MEGABYTE
const weight = (bytes: number) => (bytes < MEGABYTE ? `${Math.max(1, Math.round(bytes / 1000))} KB` : `${(bytes / MEGABYTE).toFixed(1)} MB`)

function element<K extends keyof HTMLElementTagNameMap>(tag: K, className: string, text = ''): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag)
  if (className) made.className = className
  made.textContent = text
  return made
}

class Attachments {
  readonly files: KeptFile[] = []
  readonly input: HTMLInputElement
  private readonly list: HTMLUListElement
  private readonly told: HTMLElement
  private readonly going: HTMLElement
  readonly words: Words
  readonly keeps: boolean
  private sending: XMLHttpRequest | undefined
  private taking: Promise<void> = Promise.resolve()
  private waiting = 0
  private recording: Recording | undefined

  constructor(readonly root: HTMLElement) {
    // What a person has put here stays when the page around it is drawn anew.
    root.dataset.own = ''
    this.input = root.querySelector<HTMLInputElement>('input[type="file"]')!
    this.list = root.querySelector('ul')!
    this.told = root.querySelector('.attach-told')!
    this.going = root.querySelector('.attach-going')!
    this.words = JSON.parse(root.dataset.words ?? '{}') as Words
    this.keeps = root.dataset.keep !== undefined
    this.input.addEventListener('change', () => {
      this.take([...(this.input.files ?? [])])
      this.input.value = ''
    })
    root.querySelector('[data-cancel]')?.addEventListener('click', () => {
      this.sending?.abort()
      this.say(this.words.cancelled)
    })
    this.offerRecorder()
    if (this.keeps) void keptFiles().then((kept) => kept.filter(({ id }) => this.files.every((file) => file.id !== id)).forEach((file) => this.show(file)))
  }

  say(text: string): void {
    this.told.textContent = text
    this.told.classList.remove('error')
  }

  /** Says why a file was not taken. */
  private refuse(text: string): void {
    this.say(text)
    this.told.classList.toggle('error', text !== '')
  }

  /** Photos are made smaller one after the other, which a phone can do; the line says how far it is. Nothing is sent meanwhile. */
  private take(files: File[]): void {
    this.waiting += files.length
    this.taking = this.taking.then(async () => {
      const refused: string[] = []
      for (const [at, file] of files.entries()) {
        if (file.type.startsWith('image/')) this.say(`${this.words.preparing} ${at + 1}/${files.length}`)
        this.add(await shrunk(file))
        if (this.told.textContent) refused.push(this.told.textContent)
        this.waiting -= 1
      }
      this.refuse([...new Set(refused)].join(' '))
    })
  }

  /** Whether there are files, or will be in a moment. */
  get any(): boolean {
    return this.files.length + this.waiting > 0
  }

  /** Whether the field asks for files of this kind; one that the browser cannot name is the server's to judge. */
  private takes({ type }: File): boolean {
    const asked = this.input.accept.split(',')
    return type === '' || asked.some((kind) => (kind.endsWith('/*') ? type.startsWith(kind.slice(0, -1)) : type === kind))
  }

  add(file: File): void {
    if (this.files.length >= Number(this.root.dataset.most)) return this.refuse(this.words.tooMany)
    if (!this.takes(file)) return this.refuse(file.name + this.words.colon + this.words.wrongKind)
    if (file.size > limit(file)) return this.refuse(file.name + this.words.colon + this.words.tooLarge)
    this.say('')
    const kept = { id: `${Date.now()}-${Math.random()}`, file }
    this.show(kept)
    if (this.keeps) void keepFile(kept)
  }

  private show(kept: KeptFile): void {
    const { file, id } = kept
    appease(this.root)
    this.files.push(kept)
    const row = element('li', 'attached-file')
    row.dataset.id = id
    row.append(element('span', 'attached-name', file.name), element('span', 'muted small', weight(file.size)))
    if (file.type.startsWith('image/') || file.type.startsWith('audio/')) {
      const shown = file.type.startsWith('image/') ? document.createElement('img') : document.createElement('audio')
      shown.src = URL.createObjectURL(file)
      if (shown instanceof HTMLAudioElement) shown.controls = true
      else shown.alt = ''
      row.append(shown)
    }
    const buttons = element('span', 'attached-buttons')
    if (file.type.startsWith('audio/') && canRecord()) {
      const again = element('button', 'button quiet', this.words.again)
      again.type = 'button'
      again.addEventListener('click', () => {
        this.remove(kept, row)
        void this.toggle()
      })
      buttons.append(again)
    }
    const remove = element('button', 'button quiet', this.words.remove)
    remove.type = 'button'
    remove.append(element('span', 'sr', ` ${file.name}`))
    remove.addEventListener('click', () => {
      this.sending?.abort()
      this.remove(kept, row)
      this.input.focus()
    })
    buttons.append(remove)
    row.append(buttons)
    this.list.append(row)
    this.root.dispatchEvent(new CustomEvent('attached', { bubbles: true }))
  }

  private remove(kept: KeptFile, row: HTMLElement): void {
    appease(this.root)
    this.files.splice(this.files.indexOf(kept), 1)
    const media = row.querySelector<HTMLImageElement | HTMLAudioElement>('img, audio')
    if (media) URL.revokeObjectURL(media.src)
    row.remove()
    void forgetFile(kept.id)
  }

  private offerRecorder(): void {
    const box = this.root.querySelector<HTMLElement>('.recorder')
    this.root.classList.toggle('without-recorder', !canRecord())
    box?.querySelector('[data-record]')?.addEventListener('click', () => void this.toggle())
  }

  private async toggle(): Promise<void> {
    const button = this.root.querySelector<HTMLButtonElement>('[data-record]')!
    const label = button.querySelector('span')!
    const time = this.root.querySelector<HTMLElement>('.recorder-time')!
    if (this.recording) return this.recording.stop()
    const over = () => {
      this.recording = undefined
      button.classList.remove('recording')
      label.textContent = this.words.record
      time.textContent = ''
    }
    try {
      const ticks = (seconds: number) => (time.textContent = `${this.words.recording} ${clockTime(seconds)}`)
      this.recording = await record(this.words.voice, ticks, (file) => {
        over()
        this.add(file)
      })
      button.classList.add('recording')
      label.textContent = this.words.stop
      this.say('')
    } catch {
      over()
      this.say(this.words.denied)
    }
  }

  /** How far each file is, from what has gone out in all: the files follow each other in the form's body. */
  private progress(loaded: number, total: number): void {
    const sizes = this.files.map(({ file }) => file.size)
    let before = total - sizes.reduce((sum, size) => sum + size, 0)
    all<HTMLElement>('li', this.list).forEach((row, index) => {
      const size = sizes[index] ?? 1
      const share = Math.max(0, Math.min(1, (loaded - before) / size))
      before += size
      let bar = row.querySelector('progress')
      if (!bar) {
        bar = document.createElement('progress')
        bar.max = 100
        bar.setAttribute('aria-label', `${this.words.sending} ${this.files[index]?.file.name}`)
        row.append(bar, element('span', 'small attached-share'))
      }
      bar.value = share * 100
      row.querySelector('.attached-share')!.textContent = share === 1 ? this.words.sent : `${Math.round(share * 100)}%`
    })
  }

  /** Sends the form with these files and goes where the answer leads; whatever goes wrong, the page stays as it is. */
  async send(form: HTMLFormElement): Promise<void> {
    await this.taking
    if (this.sending) return
    const body = new FormData(form)
    body.delete(this.input.name)
    for (const { file } of this.files) body.append(this.input.name, file, file.name)
    const request = new XMLHttpRequest()
    this.sending = request
    const over = (text: string) => {
      this.sending = undefined
      unsent()
      this.going.hidden = true
      for (const part of all('progress, .attached-share', this.list)) part.remove()
      this.say(text)
    }
    request.open('POST', form.action)
    request.responseType = 'document'
    request.upload.onprogress = (event) => this.progress(event.loaded, event.total)
    request.onabort = () => over(this.words.cancelled)
    request.onerror = () => over(this.words.offline)
    request.onload = () => {
      if (request.status < 400) {
        void this.arrive(request)
        return
      }
      over(request.status === 422 ? '' : this.words.failed)
      if (request.status === 422) complain(form, request.response as Document)
    }
    this.going.hidden = this.files.length === 0
    this.say(this.words.sending)
    request.send(body)
  }

  private async arrive(request: XMLHttpRequest): Promise<void> {
    if (this.keeps) await forgetFiles()
    const page = request.response as Document | null
    tellOnNextPage(page?.querySelector('#flashes p')?.textContent ?? '')
    location.assign(request.responseURL)
  }
}

/** Shows what an answer complains of above the form, which stays as it was filled in. */
function complain(form: HTMLFormElement, answer: Document): void {
  const step = (page: ParentNode) => page.querySelector<HTMLInputElement>('form[data-path] [name="step"]')?.value
  if (step(answer) !== step(document)) {
    // Something on another page: the answer is that page, and the files are kept.
    form.submit()
    return
  }
  const errors = answer.querySelector<HTMLElement>('.summary-errors')
  if (!errors) return
  document.querySelector('.summary-errors')?.remove()
  const page = form.closest('.page')
  const shown = document.importNode(errors, true)
  const stepper = page?.querySelector('.stepper')
  if (stepper) stepper.after(shown)
  else page?.prepend(shown)
  for (const root of all<HTMLElement>('[data-attach]', form)) complainBeside(root, answer)
  shown.focus()
}

/** The same beside the field, until another file is put in or one is taken out. */
function complainBeside(root: HTMLElement, answer: Document): void {
  const error = answer.getElementById(`${root.dataset.attach}-error`)
  if (!error) return
  appease(root)
  root.querySelector('.pick')!.before(document.importNode(error, true))
  root.classList.add('wrong')
  const input = root.querySelector('input')!
  input.setAttribute('aria-invalid', 'true')
  input.setAttribute('aria-describedby', `${input.getAttribute('aria-describedby') ?? ''} ${error.id}`.trim())
}

/** What was wrong with the files may be right now. */
function appease(root: HTMLElement): void {
  const error = document.getElementById(`${root.dataset.attach}-error`)
  if (!error) return
  error.remove()
  root.classList.remove('wrong')
  const input = root.querySelector('input')!
  input.removeAttribute('aria-invalid')
  const described = (input.getAttribute('aria-describedby') ?? '').split(' ').filter((id) => id !== error.id)
  input.setAttribute('aria-describedby', described.join(' '))
}

export function attachments(): void {
  for (const root of all<HTMLElement>('[data-attach]')) {
    const field = new Attachments(root)
    const form = root.closest('form')
    const spoken = root.closest<HTMLElement>('[data-say]')
    if (spoken && form) speakFor(spoken, form)
    if (!form || root.dataset.voice === 'only') continue
    form.addEventListener('submit', (event) => {
      // Back, and another size of letters, are ordinary ways to another page.
      if ((event.submitter as HTMLButtonElement | null)?.name === 'go') return
      if (!field.any && form.dataset.path === undefined) {
        field.input.focus()
        return
      }
      event.preventDefault()
      event.stopImmediatePropagation()
      void field.send(form)
    })
  }
}

/** A story that was spoken needs no typing: the text says where it is. */
function speakFor(spoken: HTMLElement, form: HTMLFormElement): void {
  spoken.addEventListener('attached', () => {
    const story = form.querySelector<HTMLTextAreaElement>(`[name="${spoken.dataset.say}"]`)
    if (!story || story.value.trim()) return
    story.value = spoken.dataset.said ?? ''
    story.dispatchEvent(new Event('input', { bubbles: true }))
  })
}
