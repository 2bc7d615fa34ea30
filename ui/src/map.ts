/**
 * The dashboard's map. The page holds it drawn (and the table beside it, which has the same content); here a region that is
 * pointed at shows in both, opens on a click, and where the device has a mouse and WebGL the drawing gives way to a map that zooms.
 */

const frame = document.querySelector<HTMLElement>('#map[data-source]')

/** What the drawing and the live map both do when a region is pointed at. */
export type Light = (code: string | undefined) => void

function hasWebGl(): boolean {
  try {
    return document.createElement('canvas').getContext('webgl2') !== null
  } catch {
    return false
  }
}

function start(frame: HTMLElement): void {
  const rows = [...document.querySelectorAll<HTMLElement>('.ranking tr[data-code]')]
  const shapes = [...frame.querySelectorAll<SVGPathElement>('.shape')]
  const followers: Light[] = []
  const light: Light = (code) => {
    for (const part of [...rows, ...shapes]) part.classList.toggle('lit', part.dataset.code === code)
    for (const follow of followers) follow(code)
  }
  for (const row of rows) {
    for (const event of ['pointerenter', 'focusin']) row.addEventListener(event, () => light(row.dataset.code))
    for (const event of ['pointerleave', 'focusout']) row.addEventListener(event, () => light(undefined))
  }
  for (const shape of shapes) {
    shape.addEventListener('pointerenter', () => light(shape.dataset.code))
    shape.addEventListener('pointerleave', () => light(undefined))
    shape.addEventListener('click', () => location.assign(shape.dataset.href ?? ''))
  }
  // A finger would scroll the map instead of the page, and a phone is spared the download.
  if (matchMedia('(pointer: fine)').matches && hasWebGl()) {
    void import('./map-live').then(({ live }) => live(frame, shapes, light)).then((follow) => followers.push(follow), () => undefined)
  }
}

if (frame) start(frame)
