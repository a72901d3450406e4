/**
 * Draws the charts of the page with uPlot, in place of the drawing that came with it.
 *
 * Pages are complete without this file: each chart has a plain drawing and a table. A figure carries
 * its numbers in `data-chart`: { x: seconds[], series: [{ label, values[] }], marks: [{ at, label }],
 * unit }.
 */

import { uPlot } from './uplot.js'

/** Tokens of the style sheet, so that light and dark are right. */
const COLOURS = ['--chart-1', '--chart-2', '--chart-3', '--chart-4', '--chart-5']

const HEIGHT = 220

for (const figure of document.querySelectorAll('[data-chart]')) draw(figure)

function draw(figure) {
  const chart = JSON.parse(figure.dataset.chart)
  const place = figure.querySelector('[data-chart-place]')
  if (place === null || chart.x.length < 2) return
  let plot = null
  const redraw = () => {
    plot?.destroy()
    place.replaceChildren()
    figure.classList.add('is-drawn')
    plot = new uPlot(optionsOf(chart, place.clientWidth), dataOf(chart), place)
  }
  redraw()
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', redraw)
  let width = place.clientWidth
  new ResizeObserver(() => {
    if (place.clientWidth === width) return
    width = place.clientWidth
    plot.setSize({ width, height: HEIGHT })
  }).observe(place)
}

function dataOf({ x, series }) {
  return [x, ...series.map(({ values }) => values)]
}

function optionsOf(chart, width) {
  const ink = token('--ink-soft')
  const grid = { stroke: token('--line'), width: 1 }
  const span = chart.x.at(-1) - chart.x[0]
  const axis = { stroke: ink, grid, ticks: grid }
  return {
    width,
    height: HEIGHT,
    scales: {
      x: { time: true },
      y: { range: (_plot, _low, high) => [0, Math.max(high * 1.05, 1)] },
    },
    // Everything on these pages is UTC.
    tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), 'Etc/UTC'),
    axes: [
      { ...axis, space: 90, values: (_plot, seconds) => clockTimes(seconds, span) },
      { ...axis, size: 64, values: (_plot, values) => values.map((one) => `${one} ${chart.unit}`) },
    ],
    series: [
      { label: 'UTC', value: '{YYYY}-{MM}-{DD} {HH}:{mm}' },
      ...chart.series.map(({ label }, index) => ({
        label,
        stroke: token(COLOURS[index % COLOURS.length]),
        width: 1.75,
        points: { show: false },
        value: (_plot, value) => (value === null ? '–' : `${value} ${chart.unit}`),
      })),
    ],
    hooks: { draw: [(plot) => drawMarks(plot, chart.marks)] },
  }
}

/** Deploys as dotted lines. */
function drawMarks(plot, marks) {
  const { ctx, bbox } = plot
  ctx.save()
  ctx.strokeStyle = token('--ink')
  ctx.setLineDash([4, 4])
  for (const { at } of marks) {
    const x = Math.round(plot.valToPos(at, 'x', true))
    ctx.beginPath()
    ctx.moveTo(x, bbox.top)
    ctx.lineTo(x, bbox.top + bbox.height)
    ctx.stroke()
  }
  ctx.restore()
}

/** A token may be `light-dark(…)`, which a canvas does not know: an element resolves it. */
function token(name) {
  const probe = document.createElement('span')
  probe.style.color = `var(${name})`
  document.body.append(probe)
  const colour = getComputedStyle(probe).color
  probe.remove()
  return colour
}

/** Hours of the day; with the day where the chart has more than one. */
function clockTimes(seconds, span) {
  return seconds.map((one) => {
    const iso = new Date(one * 1000).toISOString()
    return span > 86_400 ? iso.slice(5, 16).replace('T', ' ') : iso.slice(11, 16)
  })
}
