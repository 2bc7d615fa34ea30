/** The map that zooms, drawn by MapLibre from the regions' own outlines: no tiles, no fonts, nothing from elsewhere. */

import { Map as LibreMap, Marker, setWorkerUrl, type ExpressionSpecification, type GeoJSONSourceSpecification } from 'maplibre-gl'
import type { Light } from './map'
import { onTones, tone } from './parts/tone'

type Collection = Extract<GeoJSONSourceSpecification['data'], { type: 'FeatureCollection' }>

const place = (shape: SVGPathElement) => (shape.dataset.at ?? '').split(',').map(Number) as [number, number]

/** The colour that the drawing gives each region. */
function fills(shapes: SVGPathElement[]): ExpressionSpecification {
  const pairs = shapes.flatMap((shape) => [shape.dataset.code ?? '', getComputedStyle(shape).fill])
  return ['match', ['get', 'code'], ...pairs, 'transparent'] as unknown as ExpressionSpecification
}

/** West, south, east and north of everything. */
function bounds(areas: Collection): [number, number, number, number] {
  const found: [number, number, number, number] = [180, 90, -180, -90]
  const walk = (part: unknown): void => {
    if (!Array.isArray(part)) return
    if (typeof part[0] !== 'number') return part.forEach(walk)
    const [lon, lat] = part as [number, number]
    found[0] = Math.min(found[0], lon)
    found[1] = Math.min(found[1], lat)
    found[2] = Math.max(found[2], lon)
    found[3] = Math.max(found[3], lat)
  }
  for (const { geometry } of areas.features) if ('coordinates' in geometry) walk(geometry.coordinates)
  return found
}

function make(frame: HTMLElement, box: HTMLElement, areas: Collection, shapes: SVGPathElement[]): LibreMap {
  return new LibreMap({
    container: box,
    style: {
      version: 8,
      transition: { duration: 0, delay: 0 },
      sources: { areas: { type: 'geojson', data: areas, promoteId: 'code' } },
      layers: [
        { id: 'fill', type: 'fill', source: 'areas', paint: { 'fill-color': fills(shapes) } },
        { id: 'edge', type: 'line', source: 'areas', paint: { 'line-color': tone('surface', frame), 'line-width': 1.2 } },
        {
          id: 'lit', type: 'line', source: 'areas',
          paint: { 'line-color': tone('ink', frame), 'line-width': ['case', ['boolean', ['feature-state', 'lit'], false], 3, 0] },
        },
      ],
    },
    bounds: bounds(areas),
    fitBoundsOptions: { padding: 10, animate: false },
    attributionControl: false,
    // The wheel scrolls the page.
    scrollZoom: false,
    keyboard: false,
    dragRotate: false,
    pitchWithRotate: false,
    renderWorldCopies: false,
    fadeDuration: 0,
  })
}

/** Puts the map in the drawing's place once it is drawn; answers with what lights a region on it. */
export async function live(frame: HTMLElement, shapes: SVGPathElement[], light: Light): Promise<Light> {
  setWorkerUrl(new URL(frame.dataset.worker ?? '', location.href).href)
  const answer = await fetch(frame.dataset.source ?? '', { headers: { accept: 'application/geo+json' } })
  if (!answer.ok) throw new Error(`outlines: ${answer.status}`)
  const areas = (await answer.json()) as Collection
  const box = document.createElement('div')
  box.className = 'map-live'
  // The table says the same to those who do not see it.
  box.setAttribute('aria-hidden', 'true')
  frame.append(box)
  const map = make(frame, box, areas, shapes)
  map.getCanvas().tabIndex = -1
  const failed = await new Promise<boolean>((done) => {
    map.once('load', () => done(false))
    map.once('error', () => done(true))
  })
  if (failed) {
    map.remove()
    box.remove()
    throw new Error('the map was not drawn')
  }
  for (const shape of shapes) {
    const label = document.createElement('span')
    label.className = `map-label ${[...shape.classList].find((name) => name.startsWith('class-')) ?? ''}`
    label.textContent = shape.dataset.rank ?? ''
    new Marker({ element: label }).setLngLat(place(shape)).addTo(map)
  }
  frame.classList.add('is-live')
  steer(frame, map, shapes, light)
  let lit: string | undefined
  return (code) => {
    if (lit) map.setFeatureState({ source: 'areas', id: lit }, { lit: false })
    if (code) map.setFeatureState({ source: 'areas', id: code }, { lit: true })
    lit = code
  }
}

function steer(frame: HTMLElement, map: LibreMap, shapes: SVGPathElement[], light: Light): void {
  const tools = frame.querySelector<HTMLElement>('.map-tools')
  if (tools) tools.hidden = false
  const animate = !matchMedia('(prefers-reduced-motion: reduce)').matches
  frame.querySelector('[data-zoom="in"]')?.addEventListener('click', () => map.zoomIn({ animate }))
  frame.querySelector('[data-zoom="out"]')?.addEventListener('click', () => map.zoomOut({ animate }))
  map.on('mousemove', 'fill', ({ features }) => {
    map.getCanvas().style.cursor = 'pointer'
    light(features?.[0]?.properties.code as string | undefined)
  })
  map.on('mouseleave', 'fill', () => {
    map.getCanvas().style.cursor = ''
    light(undefined)
  })
  map.on('click', 'fill', ({ features }) => {
    const code = features?.[0]?.properties.code as string | undefined
    const shape = shapes.find((shape) => shape.dataset.code === code)
    if (shape?.dataset.href) location.assign(shape.dataset.href)
  })
  onTones(() => {
    map.setPaintProperty('fill', 'fill-color', fills(shapes))
    map.setPaintProperty('edge', 'line-color', tone('surface', frame))
    map.setPaintProperty('lit', 'line-color', tone('ink', frame))
  })
}
