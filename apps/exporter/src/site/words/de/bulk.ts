import { forms, type WordsLike } from '@howdah/web/views'
import type { bulk as english } from '../en/bulk.ts'

const exportsOf = (count: number): string => forms(count, { one: '# Export', other: '# Exporte' })

export const bulk: WordsLike<typeof english> = {
  bar: {
    label: 'Ausgewählte Exporte',
    selected: 'ausgewählt',
    retry: 'Jetzt wiederholen',
    cancel: 'Abbrechen',
    'delete-file': 'Löschen',
    all: (count) =>
      forms(count, {
        one: 'oder # Export, auf den der Filter passt …',
        other: 'oder alle # Exporte, auf die der Filter passt …',
      }),
    allUncounted: 'oder alle Exporte, auf die der Filter passt …',
  },
  actions: {
    retry: {
      choice: 'Wieder einreihen',
      question: (count) => `${exportsOf(count)} wieder einreihen?`,
      consequence:
        'Was gescheitert ist, festhängt oder auf einen Versuch wartet, beginnt, sobald Worker frei sind.',
      button: 'Jetzt wiederholen',
      done: (count) => `${exportsOf(count)} wieder eingereiht.`,
    },
    cancel: {
      choice: 'Abbrechen',
      question: (count) => `${exportsOf(count)} abbrechen?`,
      consequence: 'Sie enden, auch laufende. Ihre Mitglieder können neue anfordern.',
      button: 'Abbrechen',
      done: (count) => `${exportsOf(count)} abgebrochen.`,
    },
    'delete-file': {
      choice: 'Die Datei löschen',
      question: (count) =>
        forms(count, {
          one: 'Die Datei von # Export löschen?',
          other: 'Die Dateien von # Exporten löschen?',
        }),
      consequence:
        'Ihre Mitglieder können sie nicht mehr herunterladen und müssten neue anfordern. Die Zeilen bleiben.',
      button: 'Dateien löschen',
      done: (count) => forms(count, { one: '# Datei gelöscht.', other: '# Dateien gelöscht.' }),
    },
  },
  proof: 'Die Dateien mehrerer Exporte löschen',
  nothingTicked: 'Es war nichts ausgewählt, deshalb wurde nichts getan.',
  left: (count) =>
    forms(count, {
      one: '# Export blieb, wie er war:',
      other: '# Exporte blieben, wie sie waren:',
    }),
  why: 'Warum',
  whyHint: 'Es steht im Protokoll und in der Geschichte jedes Exports.',
  noReason: 'Sage in ein paar Worten, warum.',
  noAction: 'Wähle, was zu tun ist.',
  nothingFits: 'Auf keinen Export trifft es mehr zu, deshalb wurde nichts getan.',
  keep: 'So lassen',
  all: {
    title: 'Alle Exporte, auf die der Filter passt',
    note: 'Es arbeitet im Hintergrund weiter, immer einige auf einmal, und lässt sich abbrechen. Was später dazukommt, bleibt unberührt.',
    filter: 'Filter:',
    everything: 'keiner, der ganze Plan',
    what: 'Was zu tun ist',
    begin: 'Beginnen',
  },
  operations: {
    title: 'Operationen auf Exporten',
    note: 'Was mit vielen Exporten auf einmal getan wurde.',
    none: 'Mit vielen Exporten auf einmal wurde noch nichts getan.',
    crumb: 'Exporte',
    head: {
      what: 'Was',
      state: 'Zustand',
      done: 'Getan',
      by: 'Von',
      reason: 'Grund',
      begun: 'Begonnen',
    },
    states: { running: 'Im Gang', done: 'Fertig', aborted: 'Abgebrochen' },
    looked: (looked, total, changed) => `${looked} von ${total} angesehen; ${changed} geändert.`,
    rest: (count) =>
      forms(count, {
        one: '# Export hatte sich inzwischen geändert und blieb unberührt.',
        other: '# Exporte hatten sich inzwischen geändert und blieben unberührt.',
      }),
    problem: (text) => `Es steht still: ${text} Es geht von selbst weiter.`,
    abort: 'Abbrechen',
    aborted: 'Abgebrochen. Was getan ist, bleibt getan; der Rest ist, wie er war.',
    over: 'Es war bereits beendet.',
    ended: 'Beendet',
    took: 'Dauer',
    progress: 'Fortschritt',
    missing: 'Diese Operation gibt es nicht.',
  },
}
