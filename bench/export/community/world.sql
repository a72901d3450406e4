-- Everybody else on the benchmark's server: accounts that posts mention, posts that they answer,
-- hashtags, emojis, and the sentences that posts are made of. The same in every run: what varies
-- varies by hash, not by chance.
SET session_replication_role = replica;

CREATE SCHEMA bench;

CREATE TABLE bench.members (
  name text PRIMARY KEY,
  user_id bigint NOT NULL,
  account_id bigint NOT NULL,
  posts bigint NOT NULL,
  media bigint NOT NULL
);

CREATE FUNCTION bench.pick(seed bigint, salt text, count integer) RETURNS integer
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  AS $$ SELECT ((hashtextextended(salt, seed) & 9223372036854775807) % count)::integer $$;

CREATE TABLE bench.words AS
SELECT row_number() OVER () - 1 AS number, word
FROM unnest(string_to_array(
  'the a of and to in it that was is on for with as at by from this have not but they we you she '
  'he one all there what so up out about who which when make can like time no just him know take '
  'people into year your good some could them see other than then now look only come over think '
  'also back after use two how our work first well way even new want because any these give day '
  'most us morning coffee train window garden river mountain library bicycle kitchen weather rain '
  'sunlight neighbour letter music story camera photograph elephant market bridge station evening '
  'paint walking reading writing listening singing quiet bright slow careful wonderful strange '
  'friendly forgotten favourite wooden silver café naïve Übung mañana très über crème jalapeño '
  'don''t it''s we''re can''t I''ve', ' ')) AS word;

CREATE TABLE bench.sentences AS
SELECT number, upper(left(text, 1)) || substr(text, 2) || mark AS text
FROM (
  SELECT s AS number, string_agg(word, ' ' ORDER BY w) AS text,
    (ARRAY['.', '.', '.', '!', '?', ' – yes', ' & more', ' "really"', ' <3', '…'])[
      1 + bench.pick(s, 'mark', 10)] AS mark
  FROM generate_series(0, 4999) AS s,
    generate_series(1, 8 + bench.pick(s, 'length', 18)) AS w,
    LATERAL (
      SELECT word FROM bench.words
      WHERE words.number = bench.pick(s * 100 + w, 'word', (SELECT count(*) FROM bench.words)::integer)
    ) AS chosen
  GROUP BY s
) AS joined;
ALTER TABLE bench.sentences ADD PRIMARY KEY (number);

INSERT INTO accounts (id, username, domain, uri, url, followers_url, following_url, inbox_url,
  public_key, id_scheme, created_at, updated_at)
SELECT 100000000 + n, 'friend' || n, domain,
  'https://' || domain || '/users/friend' || n, 'https://' || domain || '/@friend' || n,
  'https://' || domain || '/users/friend' || n || '/followers',
  'https://' || domain || '/users/friend' || n || '/following',
  'https://' || domain || '/inbox', 'KEY', 0, timestamp '2020-01-01', timestamp '2020-01-01'
FROM generate_series(0, 399) AS n, LATERAL (SELECT 'server' || n % 40 || '.example' AS domain) AS d;

INSERT INTO accounts (id, username, public_key, id_scheme, created_at, updated_at)
SELECT 200000000 + n, 'neighbour' || n, 'KEY', 0, timestamp '2020-01-01', timestamp '2020-01-01'
FROM generate_series(0, 99) AS n;

INSERT INTO tags (id, name, created_at, updated_at)
SELECT 1000 + n, word || n, timestamp '2020-01-01', timestamp '2020-01-01'
FROM generate_series(0, 499) AS n
CROSS JOIN LATERAL (
  SELECT translate(lower(word), '''', '') AS word FROM bench.words
  WHERE words.number = bench.pick(n, 'tag', (SELECT count(*) FROM bench.words)::integer)
) AS chosen;

INSERT INTO custom_emojis (id, shortcode, image_file_name, image_content_type, created_at,
  updated_at)
SELECT 10 + n, 'emoji_' || n, md5(n::text) || '.png', 'image/png', timestamp '2020-01-01',
  timestamp '2021-01-01'
FROM generate_series(0, 29) AS n;

-- What others wrote: answered, boosted, liked, bookmarked.
INSERT INTO conversations (id, uri, created_at, updated_at)
SELECT 1000000 + n, 'https://server' || n % 40 || '.example/contexts/' || n,
  timestamp '2021-01-01', timestamp '2021-01-01'
FROM generate_series(0, 19999) AS n;
INSERT INTO statuses (id, uri, url, text, account_id, conversation_id, local, visibility, language,
  created_at, updated_at)
SELECT 105000000000000000 + n::bigint * 400000,
  'https://server' || n % 40 || '.example/users/friend' || n % 400 || '/statuses/' || n,
  'https://server' || n % 40 || '.example/@friend' || n % 400 || '/' || n,
  '<p>' || sentences.text || '</p>', 100000000 + n % 400, 1000000 + n, false, 0, 'en',
  timestamp '2021-01-01' + n * interval '1 minute', timestamp '2021-01-01'
FROM generate_series(0, 19999) AS n
JOIN bench.sentences ON sentences.number = bench.pick(n, 'remote', 5000);

CREATE SEQUENCE bench.next_conversation START 100000000;
CREATE SEQUENCE bench.next_poll START 1000;
