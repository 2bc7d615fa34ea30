import { all } from './page'

/** Reads the page aloud with the browser's own voice, and shows where it is. */

/** What is read, in the order of the page. */
const READ = 'h1, h2, h3, p, li, dt, dd, legend, label, summary, .button, .kind'
/** Longest piece at once, in characters: some voices stop in longer ones. */
const LONGEST = 160

interface Piece {
  element: HTMLElement
  text: string
  lang: string
}

const visible = (element: HTMLElement) => element.offsetParent !== null && !element.closest('[hidden], .sr, [aria-hidden="true"], nav.stepper ol')

/** An element's words without those of parts that are read on their own. */
function words(element: HTMLElement): string {
  const copy = element.cloneNode(true) as HTMLElement
  for (const part of all(`${READ}, .sr, [aria-hidden="true"], svg, time + time`, copy)) part.remove()
  return (copy.textContent ?? '').replace(/\s+/g, ' ').trim()
}

function pieces(root: HTMLElement): Piece[] {
  const found: Piece[] = []
  for (const element of all<HTMLElement>(READ, root)) {
    if (!visible(element)) continue
    const lang = element.closest<HTMLElement>('[lang]')?.lang ?? 'zh-CN'
    const sentences = words(element).match(/[^。！？；.!?;]+[。！？；.!?;]*/g) ?? []
    let text = ''
    for (const sentence of sentences) {
      if (text && text.length + sentence.length > LONGEST) {
        found.push({ element, text, lang })
        text = ''
      }
      text += sentence
    }
    if (text) found.push({ element, text, lang })
  }
  return found
}

/** The voice of a language, the device's own before one from the network. */
function voiceFor(lang: string): SpeechSynthesisVoice | undefined {
  const primary = lang.split('-')[0]
  const voices = speechSynthesis.getVoices().filter((voice) => voice.lang.replace('_', '-').split('-')[0] === primary)
  const exact = voices.filter((voice) => voice.lang.replace('_', '-') === lang)
  const best = exact.length ? exact : voices
  return best.find((voice) => voice.localService) ?? best[0]
}

export function reading(): void {
  const start = document.querySelector<HTMLButtonElement>('[data-read]')
  const bar = document.querySelector<HTMLElement>('[data-reader]')
  const main = document.getElementById('main')
  if (!start || !bar || !main || !('speechSynthesis' in window)) return
  const pause = bar.querySelector<HTMLButtonElement>('[data-read-pause]')!
  const label = pause.querySelector('span')!
  const use = pause.querySelector('use')

  // A browser may have the interface and no voice.
  const offer = () => {
    start.hidden = !voiceFor(document.documentElement.lang)
  }
  offer()
  speechSynthesis.addEventListener?.('voiceschanged', offer)

  let queue: Piece[] = []
  let at = 0
  let current: HTMLElement | undefined
  // Cancelling ends what is spoken, which must not begin the next piece.
  let turn = 0

  const mark = (element?: HTMLElement) => {
    current?.classList.remove('being-read')
    current = element
    element?.classList.add('being-read')
    element?.scrollIntoView({ block: 'center', behavior: matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth' })
  }
  const show = (paused: boolean) => {
    label.textContent = (paused ? bar.dataset.play : bar.dataset.pause) ?? ''
    use?.setAttribute('href', (use.getAttribute('href') ?? '').replace(/#.*/, paused ? '#player-play' : '#player-pause'))
    pause.dataset.paused = paused ? '1' : ''
  }
  function stop(): void {
    turn += 1
    speechSynthesis.cancel()
    mark()
    bar!.hidden = true
    start!.removeAttribute('aria-pressed')
  }
  function next(): void {
    const piece = queue[at]
    if (!piece) return stop()
    const mine = turn
    const spoken = new SpeechSynthesisUtterance(piece.text)
    spoken.lang = piece.lang
    spoken.voice = voiceFor(piece.lang) ?? null
    spoken.onend = () => {
      if (mine !== turn) return
      at += 1
      next()
    }
    spoken.onerror = spoken.onend
    mark(piece.element)
    speechSynthesis.speak(spoken)
  }
  start.addEventListener('click', () => {
    if (!bar.hidden) {
      stop()
      return
    }
    queue = pieces(main)
    at = 0
    turn += 1
    bar.hidden = false
    start.setAttribute('aria-pressed', 'true')
    show(false)
    next()
  })
  pause.addEventListener('click', () => {
    // Pausing is not heard by every engine: what was begun is said again when it goes on.
    if (pause.dataset.paused) {
      show(false)
      next()
    } else {
      turn += 1
      speechSynthesis.cancel()
      show(true)
    }
  })
  bar.querySelector('[data-read-stop]')?.addEventListener('click', () => {
    stop()
    start.focus()
  })
  addEventListener('pagehide', stop)
}
