/** German sentences of the sample community. */
import type { TextBank } from './text-bank.ts'

export const GERMAN: TextBank = {
  language: 'de',
  topics: [
    {
      tags: ['Werkstatt', 'Reparieren', 'Fahrrad'],
      openings: [
        'Heute kam ein Fahrrad in die Werkstatt, das älter ist als ich.',
        'Der Kaffeekocher von Frau Weiß läuft wieder.',
        'Wir haben eine Spieluhr zum Sprechen gebracht.',
        'Drei Stunden für eine Schraube, und keine davon verschwendet.',
        'Das Reparaturcafé war schon voll, bevor der Kaffee fertig war.',
        'Der alte Plattenspieler dreht sich wieder, und zwar in die richtige Richtung.',
        'Eine Nähmaschine mit Übergepäck: im Fach lagen noch Briefmarken.',
      ],
      details: [
        'Es fehlte nur eine Feder, kürzer als ein Fingernagel.',
        'Ein Tropfen Öl, ein bisschen Geduld, fertig.',
        'Die Hälfte der Zeit haben wir unter der Werkbank gesucht.',
        'Der Besitzer hat die ganze Zeit erzählt, wie er damit ans Meer gefahren ist.',
        'Auf dem Schild stand „nicht öffnen“, da haben wir angefangen.',
        'Ein Kind hielt die Lampe und stellte die besten Fragen.',
        'Das Ersatzteil kommt aus einer Kaffeemühle.',
      ],
      closings: [
        'Bezahlt wurde in Pflaumenkuchen.',
        'Weggeworfen wird hier nichts.',
        'Was ist euer ältestes Werkzeug?',
        'Nächste Woche ist das Akkordeon dran.',
        'Es läuft, und es schnurrt.',
        'Kleine Siege zählen montags doppelt.',
      ],
    },
    {
      tags: ['Garten', 'Balkon', 'Kräuter'],
      openings: [
        'Die erste Tomate des Jahres ist so groß wie eine Murmel.',
        'Der Lavendel ist voller Hummeln.',
        'Über Nacht hat der Frost die Minze gezuckert.',
        'Die Bohnen sind beim Nachbarn angekommen.',
        'Endlich Regen, von der langsamen Sorte.',
        'Ich habe den Zitronenbaum umgetopft und mich dabei entschuldigt.',
        'Auf dem Fensterbrett keimt etwas, das ich nicht gesät habe.',
      ],
      details: [
        'Eine Amsel führt vom Dach aus die Aufsicht.',
        'Der Topf war früher eine Schublade.',
        'Um sechs gehört die Straße noch den Spatzen.',
        'Das Schildchen ist verwaschen, also wird es eine Überraschung.',
        'Elf Arten von Bienen habe ich gezählt, bevor der Tee kalt war.',
        'Meine Nachbarin nennt es Dschungel und bringt immer mehr.',
      ],
      closings: [
        'Geduld ist vor allem Gießen.',
        'Ableger sind wie immer zu verschenken.',
        'Was wächst bei euch auf zwei Quadratmetern?',
        'Der Abend riecht jetzt nach Basilikum.',
        'Nächstes Jahr weniger Zucchini. Das sage ich jedes Jahr.',
      ],
    },
    {
      tags: ['Nachtzug', 'Bahn', 'unterwegs'],
      openings: [
        'In einem anderen Land aufgewacht, ohne die Grenze zu bemerken.',
        'Der Nachtzug hatte vierzig Minuten Verspätung und niemanden hat es gestört.',
        'Die kleine Strecke an der Küste ist wieder offen.',
        'Absichtlich den langsamen Zug genommen.',
        'Sechsmal umgestiegen, und jedes Mal hat es geklappt.',
        'Der Schaffner wünschte uns in fünf Sprachen einen guten Morgen.',
      ],
      details: [
        'Der Mond hielt bis zum Tunnel mit.',
        'Im Speisewagen gab es noch drei Dinge, und alle waren Suppe.',
        'Vom Fenster aus neun Reiher und ein Fuchs.',
        'Wir hielten zwischen zwei Feldern, ohne Grund und ohne Eile.',
        'Jemand hatte ein Papierschiffchen auf dem Klapptisch vergessen.',
        'Die Schienen rochen nach Regen und Eisen.',
      ],
      closings: [
        'Das Beste am Ankommen ist die letzte Stunde davor.',
        'Welche Strecke sollte man einmal im Leben fahren?',
        'Am Fenster habe ich mich noch nie gelangweilt.',
        'Gepäck: eine Tasche, ein Buch, ein Brot zu wenig.',
        'Morgen würde ich es wieder tun.',
      ],
    },
  ],
  replies: [
    '{name} Genau so war es bei uns auch.',
    '{name} Danke, das hat meinen Morgen gerettet.',
    '{name} Bring es am Samstag mit, wir schauen gemeinsam.',
    '{name} Wie lange hat es am Ende gedauert?',
    '{name} Bitte unbedingt weiter berichten!',
    '{name} Das merke ich mir. Schönen Gruß an den Zitronenbaum.',
  ],
  notes: [
    '{name} Kommst du am Samstag? Der grüne Stuhl ist für dich reserviert.',
    '{name} Das Päckchen ist da, vielen Dank!',
    '{name} Dein Schal lag hinter der Werkbank.',
    '{name} Zug kommt um 18:42 an, Gleis 3.',
  ],
}
