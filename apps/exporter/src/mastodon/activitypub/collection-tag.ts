/** A collection of accounts that a post links to, as 4.6 names it among the post's tags. */
import type { Uris } from '../uris.ts'
import type { CollectionItemRow, CollectionRow } from './rows.ts'
import { hashtagTag } from './hashtag-tag.ts'

export function collectionTag(collection: CollectionRow, uris: Uris): object {
  const { local, owner, language, description, topic } = collection
  return {
    id: local ? uris.numbered(owner, `collections/${collection.id}`) : collection.uri,
    type: 'FeaturedCollection',
    totalItems: collection.items.length,
    name: collection.name,
    attributedTo: uris.actor(owner),
    url: local ? `${uris.webUrl}/collections/${collection.id}` : collection.url,
    sensitive: collection.sensitive,
    discoverable: collection.discoverable,
    published: collection.created_at,
    updated: collection.updated_at,
    ...(language === null || language === ''
      ? { summary: description }
      : { summaryMap: { [language]: description } }),
    topic: topic === null ? null : hashtagTag(topic, uris),
    orderedItems: collection.items.map((item) => itemOf(item, collection, uris)),
  }
}

function itemOf(item: CollectionItemRow, { local, owner }: CollectionRow, uris: Uris): object {
  const isLocalAccount = item.account.domain === null
  return {
    id: local ? uris.numbered(owner, `collection_items/${item.id}`) : item.uri,
    type: 'FeaturedItem',
    featuredObject: uris.actor(item.account),
    featureAuthorization: isLocalAccount
      ? uris.numbered(item.account, `feature_authorizations/${item.id}`)
      : item.approval_uri,
    published: item.created_at,
  }
}
