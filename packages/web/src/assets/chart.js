/**
 * Draws the charts of the page with uPlot, in place of the drawing that came with it.
 *
 * Pages are complete without this file: each chart has a plain drawing and a table. A figure carries
 * its numbers in `data-chart`: { x: seconds[], series: [{ label, values[] }], marks: [{ at, label }],
 * unit }, and how the reader writes numbers and times in `data-formats` and `data-zone`.
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
    plot = new uPlot(optionsOf(chart, readerOf(figure), place.clientWidth), dataOf(chart), place)
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

/** Writes numbers and moments for the reader of the page. */
function readerOf({ dataset: { formats, zone } }) {
  const clock = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: zone }
  const day = { month: 'short', day: 'numeric' }
  const times = new Intl.DateTimeFormat(formats, clock)
  const days = new Intl.DateTimeFormat(formats, { ...day, ...clock })
  const moments = new Intl.DateTimeFormat(formats, { year: 'numeric', ...day, ...clock })
  const numbers = new Intl.NumberFormat(formats)
  const write = (format) => (seconds) => format.format(new Date(seconds * 1_000))
  return {
    zone,
    number: (value) => numbers.format(value),
    time: write(times),
    dayAndTime: write(days),
    moment: write(moments),
  }
}

function optionsOf(chart, reader, width) {
  const ink = token('--ink-soft')
  const grid = { stroke: token('--line'), width: 1 }
  const span = chart.x.at(-1) - chart.x[0]
  const axis = { stroke: ink, grid, ticks: grid }
  // With the day where the chart has more than one.
  const tick = span > 86_400 ? reader.dayAndTime : reader.time
  const withUnit = (value) => `${reader.number(value)} ${chart.unit}`
  return {
    width,
    height: HEIGHT,
    scales: {
      x: { time: true },
      y: { range: (_plot, _low, high) => [0, Math.max(high * 1.05, 1)] },
    },
    tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1_000), reader.zone),
    axes: [
      { ...axis, space: 90, values: (_plot, seconds) => seconds.map(tick) },
      { ...axis, size: 64, values: (_plot, values) => values.map(withUnit) },
    ],
    series: [
      {
        label: reader.zone,
        value: (_plot, seconds) => (seconds === null ? '–' : reader.moment(seconds)),
      },
      ...chart.series.map(({ label }, index) => ({
        label,
        stroke: token(COLOURS[index % COLOURS.length]),
        width: 1.75,
        points: { show: false },
        value: (_plot, value) => (value === null ? '–' : withUnit(value)),
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
