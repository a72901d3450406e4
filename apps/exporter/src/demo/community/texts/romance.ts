/** Spanish and French sentences of the sample community. */
import type { TextBank } from './text-bank.ts'

export const SPANISH: TextBank = {
  language: 'es',
  topics: [
    {
      tags: ['taller', 'reparar', 'bicicletas'],
      openings: [
        'Hoy llegó al taller una bicicleta más vieja que yo.',
        'La cafetera de la abuela vuelve a cantar.',
        'Encontré una carta doblada dentro de un reloj.',
        'Tres tostadoras, un acordeón y mucha paciencia.',
        'Pasé la mañana enderezando una rueda que ya no quería ser redonda.',
      ],
      details: [
        'Solo hacía falta un muelle más corto que una uña.',
        'El secreto fue una gota de aceite y no tener prisa.',
        'Una niña sostuvo la linterna e hizo las mejores preguntas.',
        'El tornillo perdido estaba debajo del banco, como siempre.',
        'Nos pagaron con pastel de ciruelas.',
      ],
      closings: [
        'Aquí no se tira nada.',
        '¿Cuál es el objeto más viejo que usas cada día?',
        'La semana que viene: el acordeón.',
        'Funciona, y huele a verano.',
      ],
    },
    {
      tags: ['huerto', 'balcón', 'jardín'],
      openings: [
        'El primer tomate del año es del tamaño de una canica.',
        'Por fin llueve, despacio y con ganas.',
        'El limonero estrena maceta.',
        'La albahaca ha conquistado la ventana.',
        'Once clases de abejas antes del desayuno.',
      ],
      details: [
        'Un mirlo vigila desde el tejado.',
        'A las seis, la calle todavía es de los gorriones.',
        'La etiqueta se borró, así que será una sorpresa.',
        'Mi vecina lo llama selva y me trae más plantas.',
        'Lo até con un cordón viejo y una disculpa.',
      ],
      closings: [
        'La paciencia es, sobre todo, regar.',
        'Regalo esquejes, como siempre.',
        '¿Qué cultiváis en dos metros cuadrados?',
        'La tarde huele a menta.',
      ],
    },
  ],
  replies: [
    '{name} ¡Exactamente así fue aquí también!',
    '{name} Gracias, me alegraste la mañana.',
    '{name} ¿Cuánto tardaste al final?',
    '{name} Tráelo el sábado y lo miramos juntos.',
  ],
  notes: [
    '{name} ¿Vienes el sábado? Te guardo la silla verde.',
    '{name} ¡El paquete llegó, muchas gracias!',
  ],
}

export const FRENCH: TextBank = {
  language: 'fr',
  topics: [
    {
      tags: ['lecture', 'bibliothèque', 'livres'],
      openings: [
        'J’ai fini le roman du phare et je suis restée assise un moment.',
        'La petite bibliothèque de notre rue était pleine ce matin.',
        'Trouvé une lettre entre deux pages d’un livre de cuisine.',
        'J’ai commencé un livre à cause de son odeur.',
      ],
      details: [
        'Quelqu’un, avant moi, n’avait souligné que la météo.',
        'Ça commence par une porte et ça finit par un jardin.',
        'Les marges sont pleines de petits escargots.',
        'Personne n’y est pressé.',
      ],
      closings: [
        'Que devrais-je lire ensuite ?',
        'La pluie et un fauteuil, il n’en faut pas plus.',
        'Je le prête à qui veut.',
        'Le thé est froid, et tant pis.',
      ],
    },
  ],
  replies: ['{name} C’était exactement pareil ici !', '{name} Merci, ça fait du bien de lire ça.'],
  notes: ['{name} Le colis est arrivé, merci beaucoup !'],
}
