/** Draws the figures that a page holds in its data blocks; the table behind each stays in the page. */

import { BarChart, LineChart } from 'echarts/charts'
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent } from 'echarts/components'
import { init, use } from 'echarts/core'
import { CanvasRenderer } from 'echarts/renderers'
import { onTones, tone } from './parts/tone'

use([BarChart, LineChart, AriaComponent, GridComponent, LegendComponent, TooltipComponent, CanvasRenderer])

interface Spec {
  kind: 'bar' | 'line'
  labels: string[]
  series: { name: string; values: (number | null)[] }[]
  stacked?: boolean
  horizontal?: boolean
  unit?: string
}

const SERIES = [1, 2, 3, 4, 5, 6, 7, 8]

/** The colours of tokens.css where a chart stands. */
type Tone = (name: string) => string

function axes(spec: Spec, tone: Tone) {
  const line = { lineStyle: { color: tone('line') } }
  const text = { color: tone('muted'), hideOverlap: true, fontSize: 12 }
  const names = { type: 'category', data: spec.labels, axisLine: line, axisTick: { show: false }, axisLabel: spec.horizontal ? { ...text, width: 110, overflow: 'truncate' } : text, inverse: spec.horizontal }
  const values = { type: 'value', splitLine: line, axisLabel: text, minInterval: 1 }
  return {
    grid: { left: 8, right: 16, top: 16, bottom: spec.series.length > 1 ? 34 : 8, containLabel: true },
    xAxis: spec.horizontal ? values : names,
    yAxis: spec.horizontal ? names : values,
    series: spec.series.map(({ name, values: data }) => ({
      name, data, type: spec.kind,
      stack: spec.stacked ? 'all' : undefined,
      barMaxWidth: 26, itemStyle: { borderRadius: spec.stacked ? 0 : 3 },
      showSymbol: false, symbol: 'circle', lineStyle: { width: 2.5 },
      areaStyle: spec.kind === 'line' && spec.series.length === 1 ? { opacity: 0.12 } : undefined,
    })),
  }
}

function option(spec: Spec, tone: Tone) {
  const unit = spec.unit ?? ''
  return {
    color: SERIES.map((n) => tone(`chart-${n}`)),
    animationDuration: matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : 350,
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
    tooltip: {
      trigger: 'axis',
      confine: true,
      axisPointer: { type: spec.kind === 'bar' ? 'shadow' : 'line' },
      // Drawn on the canvas: a tooltip of HTML would write style attributes, which the page's policy forbids.
      renderMode: 'richText',
      backgroundColor: tone('surface'), borderColor: tone('line'), textStyle: { color: tone('ink'), fontSize: 13 },
      valueFormatter: (value: unknown) => (value === null || value === undefined ? '–' : `${Number(value).toLocaleString('en-US')}${unit}`),
    },
    legend: spec.series.length > 1 ? { bottom: 0, type: 'plain', icon: 'roundRect', itemWidth: 12, itemHeight: 12, textStyle: { color: tone('ink') } } : undefined,
    ...axes(spec, tone),
  }
}

function draw(canvas: HTMLElement): void {
  const data = document.getElementById(canvas.dataset.chart ?? '')?.textContent
  if (!data) return
  const spec = JSON.parse(data) as Spec
  const chart = init(canvas, null, { renderer: 'canvas' })
  const drawn = () => option(spec, (name) => tone(name, canvas.parentElement ?? document.body))
  chart.setOption(drawn())
  new ResizeObserver(() => chart.resize()).observe(canvas)
  onTones(() => chart.setOption(drawn(), true))
}

for (const canvas of document.querySelectorAll<HTMLElement>('[data-chart]')) draw(canvas)
