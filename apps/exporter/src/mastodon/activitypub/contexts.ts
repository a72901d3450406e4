/**
 * The JSON-LD contexts of an archive's files, by version of Mastodon: data only.
 *
 * Readers compare them byte by byte more often than they process them, so the order of the terms
 * is Mastodon's. The recorded originals: `fixtures/mastodon/contexts.json`.
 */

type Terms = Readonly<Record<string, unknown>>

interface Contexts {
  /** The context of `outbox.json`: every term a server of this version knows. */
  readonly outbox: readonly unknown[]
  /** The terms of `actor.json` that are always there. */
  readonly actor: Terms
  /** The terms that nested objects of `actor.json` bring along. */
  readonly nested: { readonly hashtag: Terms; readonly emoji: Terms; readonly image: Terms }
}

const ACTIVITY_STREAMS = 'https://www.w3.org/ns/activitystreams'
const SECURITY = 'https://w3id.org/security/v1'

const CONTEXTS: Readonly<Record<'4.5', Contexts>> = {
  '4.5': {
    outbox: [
      ACTIVITY_STREAMS,
      SECURITY,
      {
        manuallyApprovesFollowers: 'as:manuallyApprovesFollowers',
        sensitive: 'as:sensitive',
        Hashtag: 'as:Hashtag',
        movedTo: {
          '@id': 'as:movedTo',
          '@type': '@id',
        },
        alsoKnownAs: {
          '@id': 'as:alsoKnownAs',
          '@type': '@id',
        },
        toot: 'http://joinmastodon.org/ns#',
        Emoji: 'toot:Emoji',
        featured: {
          '@id': 'toot:featured',
          '@type': '@id',
        },
        featuredTags: {
          '@id': 'toot:featuredTags',
          '@type': '@id',
        },
        schema: 'http://schema.org#',
        PropertyValue: 'schema:PropertyValue',
        value: 'schema:value',
        ostatus: 'http://ostatus.org#',
        atomUri: 'ostatus:atomUri',
        inReplyToAtomUri: 'ostatus:inReplyToAtomUri',
        conversation: 'ostatus:conversation',
        focalPoint: {
          '@container': '@list',
          '@id': 'toot:focalPoint',
        },
        blurhash: 'toot:blurhash',
        discoverable: 'toot:discoverable',
        indexable: 'toot:indexable',
        memorial: 'toot:memorial',
        votersCount: 'toot:votersCount',
        suspended: 'toot:suspended',
        attributionDomains: {
          '@id': 'toot:attributionDomains',
          '@container': '@set',
        },
        QuoteRequest: 'https://w3id.org/fep/044f#QuoteRequest',
        quote: {
          '@id': 'https://w3id.org/fep/044f#quote',
          '@type': '@id',
        },
        quoteUri: 'http://fedibird.com/ns#quoteUri',
        _misskey_quote: 'https://misskey-hub.net/ns#_misskey_quote',
        quoteAuthorization: {
          '@id': 'https://w3id.org/fep/044f#quoteAuthorization',
          '@type': '@id',
        },
        gts: 'https://gotosocial.org/ns#',
        interactionPolicy: {
          '@id': 'gts:interactionPolicy',
          '@type': '@id',
        },
        canQuote: {
          '@id': 'gts:canQuote',
          '@type': '@id',
        },
        automaticApproval: {
          '@id': 'gts:automaticApproval',
          '@type': '@id',
        },
        manualApproval: {
          '@id': 'gts:manualApproval',
          '@type': '@id',
        },
        QuoteAuthorization: 'https://w3id.org/fep/044f#QuoteAuthorization',
        interactingObject: {
          '@id': 'gts:interactingObject',
          '@type': '@id',
        },
        interactionTarget: {
          '@id': 'gts:interactionTarget',
          '@type': '@id',
        },
      },
    ],
    actor: {
      manuallyApprovesFollowers: 'as:manuallyApprovesFollowers',
      toot: 'http://joinmastodon.org/ns#',
      featured: {
        '@id': 'toot:featured',
        '@type': '@id',
      },
      featuredTags: {
        '@id': 'toot:featuredTags',
        '@type': '@id',
      },
      alsoKnownAs: {
        '@id': 'as:alsoKnownAs',
        '@type': '@id',
      },
      movedTo: {
        '@id': 'as:movedTo',
        '@type': '@id',
      },
      schema: 'http://schema.org#',
      PropertyValue: 'schema:PropertyValue',
      value: 'schema:value',
      discoverable: 'toot:discoverable',
      suspended: 'toot:suspended',
      memorial: 'toot:memorial',
      indexable: 'toot:indexable',
      attributionDomains: {
        '@id': 'toot:attributionDomains',
        '@container': '@set',
      },
    },
    nested: {
      hashtag: {
        Hashtag: 'as:Hashtag',
      },
      emoji: {
        toot: 'http://joinmastodon.org/ns#',
        Emoji: 'toot:Emoji',
      },
      image: {
        toot: 'http://joinmastodon.org/ns#',
        focalPoint: {
          '@container': '@list',
          '@id': 'toot:focalPoint',
        },
      },
    },
  },
}

/** The context of `likes.json` and `bookmarks.json`. */
export const COLLECTION_CONTEXT = ACTIVITY_STREAMS

/** The context of `outbox.json`. */
export function outboxContext(version: keyof typeof CONTEXTS): readonly unknown[] {
  return CONTEXTS[version].outbox
}

/** The context of `actor.json`, with the terms of the objects that occur in it. */
export function actorContext(
  version: keyof typeof CONTEXTS,
  nested: readonly ('hashtag' | 'emoji' | 'image')[],
): readonly unknown[] {
  const { actor, nested: terms } = CONTEXTS[version]
  return [ACTIVITY_STREAMS, SECURITY, Object.assign({}, actor, ...nested.map((one) => terms[one]))]
}
