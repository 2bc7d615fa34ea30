/** Records a voice with what the browser has for it. */

/** Longest note, seconds: a story takes minutes, and a forgotten microphone must end. */
const LONGEST = 15 * 60

/** Kinds of sound in the order we would like them, each with the ending of its name. */
const KINDS = [
  ['audio/mp4', 'm4a'],
  ['audio/ogg;codecs=opus', 'ogg'],
  ['audio/webm;codecs=opus', 'webm'],
  ['audio/webm', 'webm'],
] as const

export const canRecord = () => 'MediaRecorder' in window && !!navigator.mediaDevices?.getUserMedia && KINDS.some(([kind]) => MediaRecorder.isTypeSupported(kind))

export interface Recording {
  /** Ends it; the file comes by `done`. */
  stop(): void
}

export const clockTime = (seconds: number) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, '0')}`

/** Begins to record; rejects where the microphone is not allowed. */
export async function record(name: string, ticks: (seconds: number) => void, done: (file: File) => void): Promise<Recording> {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true })
  const [type, ending] = KINDS.find(([kind]) => MediaRecorder.isTypeSupported(kind))!
  // Speech is understood at 32 kbit/s, and a minute of it weighs 240 KB.
  const recorder = new MediaRecorder(stream, { mimeType: type, audioBitsPerSecond: 32_000 })
  const parts: Blob[] = []
  const began = performance.now()
  const seconds = () => (performance.now() - began) / 1000
  const timer = window.setInterval(() => {
    ticks(seconds())
    if (seconds() > LONGEST) recorder.stop()
  }, 250)
  recorder.ondataavailable = (event) => parts.push(event.data)
  recorder.onstop = () => {
    clearInterval(timer)
    for (const track of stream.getTracks()) track.stop()
    done(new File(parts, `${name} ${clockTime(seconds()).replace(':', '-')}.${ending}`, { type: type.split(';')[0] }))
  }
  recorder.start(1000)
  return { stop: () => recorder.state !== 'inactive' && recorder.stop() }
}
