/**
 * The groups of terms that the JSON-LD contexts of an archive are made of: data only.
 *
 * Readers compare contexts byte by byte more often than they process them, so the order of the terms
 * is Mastodon's. The recorded originals: `fixtures/mastodon/contexts.json`.
 */

export type Terms = Readonly<Record<string, unknown>>

/** Which groups a release has, and in which order, says `releases.ts`. */
export const EXTENSIONS = {
  /** Of glitch-soc alone. */
  directMessage: {
    litepub: 'http://litepub.social/ns#',
    directMessage: 'litepub:directMessage',
  },
  manuallyApprovesFollowers: {
    manuallyApprovesFollowers: 'as:manuallyApprovesFollowers',
  },
  sensitive: {
    sensitive: 'as:sensitive',
  },
  hashtag: {
    Hashtag: 'as:Hashtag',
  },
  movedTo: {
    movedTo: {
      '@id': 'as:movedTo',
      '@type': '@id',
    },
  },
  alsoKnownAs: {
    alsoKnownAs: {
      '@id': 'as:alsoKnownAs',
      '@type': '@id',
    },
  },
  emoji: {
    toot: 'http://joinmastodon.org/ns#',
    Emoji: 'toot:Emoji',
  },
  featured: {
    toot: 'http://joinmastodon.org/ns#',
    featured: {
      '@id': 'toot:featured',
      '@type': '@id',
    },
    featuredTags: {
      '@id': 'toot:featuredTags',
      '@type': '@id',
    },
  },
  propertyValue: {
    schema: 'http://schema.org#',
    PropertyValue: 'schema:PropertyValue',
    value: 'schema:value',
  },
  atomUri: {
    ostatus: 'http://ostatus.org#',
    atomUri: 'ostatus:atomUri',
  },
  conversation: {
    ostatus: 'http://ostatus.org#',
    inReplyToAtomUri: 'ostatus:inReplyToAtomUri',
    conversation: 'ostatus:conversation',
  },
  focalPoint: {
    toot: 'http://joinmastodon.org/ns#',
    focalPoint: {
      '@container': '@list',
      '@id': 'toot:focalPoint',
    },
  },
  blurhash: {
    toot: 'http://joinmastodon.org/ns#',
    blurhash: 'toot:blurhash',
  },
  discoverable: {
    toot: 'http://joinmastodon.org/ns#',
    discoverable: 'toot:discoverable',
  },
  indexable: {
    toot: 'http://joinmastodon.org/ns#',
    indexable: 'toot:indexable',
  },
  memorial: {
    toot: 'http://joinmastodon.org/ns#',
    memorial: 'toot:memorial',
  },
  votersCount: {
    toot: 'http://joinmastodon.org/ns#',
    votersCount: 'toot:votersCount',
  },
  /** Of 4.2 alone. */
  olm: {
    toot: 'http://joinmastodon.org/ns#',
    Device: 'toot:Device',
    Ed25519Signature: 'toot:Ed25519Signature',
    Ed25519Key: 'toot:Ed25519Key',
    Curve25519Key: 'toot:Curve25519Key',
    EncryptedMessage: 'toot:EncryptedMessage',
    publicKeyBase64: 'toot:publicKeyBase64',
    deviceId: 'toot:deviceId',
    claim: {
      '@type': '@id',
      '@id': 'toot:claim',
    },
    fingerprintKey: {
      '@type': '@id',
      '@id': 'toot:fingerprintKey',
    },
    identityKey: {
      '@type': '@id',
      '@id': 'toot:identityKey',
    },
    devices: {
      '@type': '@id',
      '@id': 'toot:devices',
    },
    messageFranking: 'toot:messageFranking',
    messageType: 'toot:messageType',
    cipherText: 'toot:cipherText',
  },
  suspended: {
    toot: 'http://joinmastodon.org/ns#',
    suspended: 'toot:suspended',
  },
  /** As in 4.3. */
  attributionDomainsOf43: {
    toot: 'http://joinmastodon.org/ns#',
    attributionDomains: {
      '@id': 'toot:attributionDomains',
      '@type': '@id',
    },
  },
  attributionDomains: {
    toot: 'http://joinmastodon.org/ns#',
    attributionDomains: {
      '@id': 'toot:attributionDomains',
      '@container': '@set',
    },
  },
  profileSettings: {
    toot: 'http://joinmastodon.org/ns#',
    showFeatured: 'toot:showFeatured',
    showMedia: 'toot:showMedia',
    showRepliesInMedia: 'toot:showRepliesInMedia',
  },
  quoteRequests: {
    QuoteRequest: 'https://w3id.org/fep/044f#QuoteRequest',
  },
  quotes: {
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
  },
  /** As in 4.3 to 4.5. */
  interactionPoliciesOf43: {
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
  },
  interactionPolicies: {
    gts: 'https://gotosocial.org/ns#',
    interactionPolicy: {
      '@id': 'gts:interactionPolicy',
      '@type': '@id',
    },
    canFeature: {
      '@id': 'https://w3id.org/fep/7aa9#canFeature',
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
  },
  quoteAuthorizations: {
    gts: 'https://gotosocial.org/ns#',
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
  featureRequests: {
    FeatureRequest: 'https://w3id.org/fep/7aa9#FeatureRequest',
  },
  featuredCollections: {
    FeaturedCollection: 'https://w3id.org/fep/7aa9#FeaturedCollection',
    FeaturedItem: 'https://w3id.org/fep/7aa9#FeaturedItem',
    FeatureRequest: 'https://w3id.org/fep/7aa9#FeatureRequest',
    FeatureAuthorization: 'https://w3id.org/fep/7aa9#FeatureAuthorization',
    topic: {
      '@id': 'https://w3id.org/fep/7aa9#topic',
      '@type': '@id',
    },
    featuredObject: {
      '@id': 'https://w3id.org/fep/7aa9#featuredObject',
      '@type': '@id',
    },
    featureAuthorization: {
      '@id': 'https://w3id.org/fep/7aa9#featureAuthorization',
      '@type': '@id',
    },
  },
  featureAuthorizations: {
    gts: 'https://gotosocial.org/ns#',
    FeatureAuthorization: 'https://w3id.org/fep/7aa9#FeatureAuthorization',
    interactingObject: {
      '@id': 'gts:interactingObject',
      '@type': '@id',
    },
    interactionTarget: {
      '@id': 'gts:interactionTarget',
      '@type': '@id',
    },
  },
} as const satisfies Readonly<Record<string, Terms>>

export type ExtensionName = keyof typeof EXTENSIONS
