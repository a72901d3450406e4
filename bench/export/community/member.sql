-- One member with many posts, as bench.plan says: (name, number, posts, media_every, media_bytes).
-- One post in five with media, one in three with mentions or hashtags, three in ten answer (half
-- of them oneself), one in fifty has a poll, one in twelve a content warning, one in ten a link, one
-- in twenty a custom emoji, one in twenty is a boost, one in forty was edited.
SET session_replication_role = replica;

INSERT INTO accounts (id, username, display_name, note, public_key, id_scheme, created_at,
  updated_at)
SELECT 900000000 + number, name, initcap(name), 'Hello, I write a lot.', 'KEY', 0,
  timestamp '2018-01-01', timestamp '2018-01-01'
FROM bench.plan;
INSERT INTO users (id, email, account_id, confirmed_at, created_at, updated_at)
SELECT 1000 + number, name || '@bench.example', 900000000 + number, timestamp '2018-01-01',
  timestamp '2018-01-01', timestamp '2018-01-01'
FROM bench.plan;

CREATE TEMP TABLE post AS
SELECT n,
  110000000000000000 + number * 1000000000000000 + n * 400000 AS id,
  900000000 + number AS account_id,
  name,
  timestamp '2019-01-01' + n * interval '3 minutes' AS at,
  pick_kind = 0 AS is_boost,
  pick_kind <> 0 AND n % media_every = media_every - 1 AS has_media,
  pick_kind <> 0 AND n % 3 = 0 AS is_social,
  pick_kind <> 0 AND n % 50 = 7 AS has_poll,
  CASE WHEN pick_kind = 0 THEN 0 ELSE pick_reply END AS reply_kind,
  bench.pick(n, 'friend', 400) AS friend,
  bench.pick(n, 'neighbour', 100) AS neighbour,
  bench.pick(n, 'social', 3) AS social,
  bench.pick(n, 'tag', 500) AS tag,
  bench.pick(n, 'target', 20000) AS target
FROM bench.plan, generate_series(1, posts) AS n,
  LATERAL (SELECT bench.pick(n, 'kind', 20) AS pick_kind,
    (ARRAY[1, 1, 1, 2, 2, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0])[
      1 + bench.pick(n, 'reply', 20)] AS pick_reply) AS picks;
-- An answer to oneself answers the post before, which may answer as well: threads of a few posts.
UPDATE post SET reply_kind = 0 WHERE n = 1;
ALTER TABLE post ADD PRIMARY KEY (n);
CREATE TEMP TABLE thread AS
SELECT n, CASE WHEN reply_kind <> 0 OR is_boost THEN NULL
  ELSE nextval('bench.next_conversation') END AS conversation_id
FROM post;
ALTER TABLE thread ADD PRIMARY KEY (n);
CREATE TEMP TABLE ballot AS
SELECT n, nextval('bench.next_poll') AS poll_id FROM post WHERE has_poll;
ALTER TABLE ballot ADD PRIMARY KEY (n);
ANALYZE post;
ANALYZE thread;
ANALYZE ballot;

INSERT INTO conversations (id, created_at, updated_at, parent_status_id, parent_account_id)
SELECT conversation_id, at, at, id, account_id
FROM thread JOIN post USING (n)
WHERE conversation_id IS NOT NULL;

INSERT INTO statuses (id, uri, text, spoiler_text, account_id, local, visibility, language,
  sensitive, reply, in_reply_to_id, in_reply_to_account_id, reblog_of_id, conversation_id, poll_id,
  ordered_media_attachment_ids, quote_approval_policy, edited_at, created_at, updated_at)
SELECT post.id,
  'https://bench.example/users/' || post.name || '/statuses/' || post.id
    || CASE WHEN is_boost THEN '/activity' ELSE '' END,
  CASE WHEN is_boost THEN '' ELSE
    concat(
      CASE WHEN is_social AND social = 0
        THEN '@friend' || friend || '@server' || friend % 40 || '.example ' END,
      CASE WHEN is_social AND social = 1 THEN '@neighbour' || neighbour || ' ' END,
      first.text,
      CASE WHEN post.n % 4 = 0 THEN E'\n\n' ELSE ' ' END,
      CASE WHEN post.n % 5 < 3 THEN second.text END,
      CASE WHEN post.n % 10 = 4
        THEN ' https://www.server' || friend || '.com/articles/' || md5(post.n::text) END,
      CASE WHEN bench.pick(post.n, 'emoji', 20) = 0 THEN ' :emoji_' || friend % 40 || ':' END,
      CASE WHEN is_social AND social = 2 THEN E'\n#' || tags.name || ' #Other' || tag % 50 END)
  END,
  CASE WHEN NOT is_boost AND post.n % 12 = 5 THEN 'About ' || tags.name ELSE '' END,
  account_id, true,
  CASE WHEN is_boost THEN 0
    ELSE (ARRAY[0, 0, 0, 0, 0, 0, 0, 1, 1, 2])[1 + bench.pick(post.n, 'visibility', 10)] END,
  (ARRAY['en', 'en', 'en', 'de', 'pt-BR', NULL])[1 + bench.pick(post.n, 'language', 6)],
  post.n % 12 = 5, reply_kind <> 0,
  CASE reply_kind WHEN 1 THEN post.id - 400000
    WHEN 2 THEN 105000000000000000 + target::bigint * 400000 END,
  CASE reply_kind WHEN 1 THEN account_id WHEN 2 THEN 100000000 + target % 400 END,
  CASE WHEN is_boost THEN 105000000000000000 + target::bigint * 400000 END,
  CASE reply_kind WHEN 1 THEN coalesce(before.conversation_id, 1000000 + target)
    WHEN 2 THEN 1000000 + target ELSE thread.conversation_id END,
  poll_id,
  CASE WHEN has_media THEN ARRAY[post.id + 1] END,
  (ARRAY[0, 131072, 262144])[1 + bench.pick(post.n, 'policy', 3)],
  CASE WHEN NOT is_boost AND post.n % 40 = 11 THEN at + interval '1 hour' END,
  at, at
FROM post
JOIN thread USING (n)
LEFT JOIN thread AS before ON before.n = post.n - 1
LEFT JOIN ballot ON ballot.n = post.n
JOIN bench.sentences AS first ON first.number = bench.pick(post.n, 'first', 5000)
JOIN bench.sentences AS second ON second.number = bench.pick(post.n, 'second', 5000)
JOIN tags ON tags.id = 1000 + tag
ORDER BY post.id;

INSERT INTO media_attachments (id, status_id, account_id, file_file_name, file_content_type,
  file_file_size, type, file_meta, description, blurhash, created_at, updated_at)
SELECT id + 1, id, account_id, md5(n::text) || '.jpg', 'image/jpeg', media_bytes, 0,
  '{"focus":{"x":0.1,"y":-0.25},"original":{"width":1920,"height":1080,"size":"1920x1080","aspect":1.7777777777777777},"small":{"width":640,"height":360,"size":"640x360","aspect":1.7777777777777777}}',
  CASE WHEN n % 2 = 0 THEN 'A photograph: a "bright" window & what is behind it.' END,
  'UBL_:rOpGG-oBUNG,qRj2so|=eE1w^n4S5NH', at, at
FROM post, bench.plan
WHERE has_media
ORDER BY id;

INSERT INTO mentions (status_id, account_id, created_at, updated_at)
SELECT id, CASE social WHEN 0 THEN 100000000 + friend ELSE 200000000 + neighbour END, at, at
FROM post
WHERE is_social AND social < 2
ORDER BY id;

INSERT INTO statuses_tags (status_id, tag_id)
SELECT id, 1000 + tag FROM post WHERE is_social AND social = 2
ORDER BY id;

INSERT INTO polls (id, account_id, status_id, expires_at, options, cached_tallies, multiple,
  hide_totals, votes_count, voters_count, created_at, updated_at)
SELECT poll_id, account_id, id, at + interval '1 day', ARRAY['Yes', 'No', 'Perhaps, "maybe"'],
  ARRAY[n % 17, n % 5, 3], n % 100 = 7, n % 150 = 7, n % 17 + n % 5 + 3, n % 17 + 3, at, at
FROM ballot JOIN post USING (n);

INSERT INTO status_stats (status_id, replies_count, reblogs_count, favourites_count, created_at,
  updated_at)
SELECT id, n % 3, n % 7, n % 23, at, at FROM post WHERE NOT is_boost AND n % 5 < 3
ORDER BY id;

INSERT INTO status_edits (status_id, account_id, text, created_at, updated_at)
SELECT id, account_id, text, at + version * interval '1 hour', at
FROM post
JOIN bench.sentences ON sentences.number = bench.pick(post.n, 'edit', 5000),
  generate_series(0, 1) AS version
WHERE NOT is_boost AND post.n % 40 = 11
ORDER BY id, version;

INSERT INTO favourites (account_id, status_id, created_at, updated_at)
SELECT account_id, 105000000000000000 + n * 400000, at, at
FROM post WHERE n < 20000 AND n % 2 = 0;
INSERT INTO bookmarks (account_id, status_id, created_at, updated_at)
SELECT account_id, 105000000000000000 + n * 400000, at, at
FROM post WHERE n < 20000 AND n % 20 = 0;
INSERT INTO follows (account_id, target_account_id, created_at, updated_at)
SELECT 900000000 + number, 100000000 + n, timestamp '2019-01-01', timestamp '2019-01-01'
FROM bench.plan, generate_series(0, 199) AS n;
INSERT INTO follows (account_id, target_account_id, created_at, updated_at)
SELECT 100000000 + n, 900000000 + number, timestamp '2019-01-01', timestamp '2019-01-01'
FROM bench.plan, generate_series(0, 299) AS n;

INSERT INTO bench.members (name, user_id, account_id, posts, media)
SELECT plan.name, 1000 + number, 900000000 + number, posts,
  (SELECT count(*) FROM post WHERE has_media)
FROM bench.plan;

DROP TABLE post, thread, ballot;
