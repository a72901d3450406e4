-- Library: the locks of unique jobs, for every script that ends or moves jobs.
--
-- The text of a unique job begins with {"howdah_unique":"<digest>","jid":"<jid>","unique_for":<s>,
-- so its lock is found without reading JSON, and no argument of a job can pose as one.
--
-- A lock is a hash: jid = the holder; where = key of the list or set in which the holder waits,
-- "running", or "done" (until: expiry); raw = the text of a waiting holder that may be replaced;
-- next, next_jid, next_queue, next_at, next_ms = the job that follows it. That one lies in the
-- scheduled set, due when the lock runs out, so that it is never lost and always to be seen.
--
-- KEYS from `first` on: prefix of the locks, prefix of the queues, set of queue names, scheduled set
local function unique_locks(first)
  return { prefix = KEYS[first], queue = KEYS[first + 1], queues = KEYS[first + 2], schedule = KEYS[first + 3] }
end

-- Gives digest, jid and seconds, or nil for a job that is not unique.
local function unique_of(text)
  return string.match(text, '^{"howdah_unique":"([%w_-]+)","jid":"([^"\\]+)","unique_for":([%d%.]+)')
end

local function unique_now_ms()
  local now = redis.call('TIME')
  return now[1] * 1000 + math.floor(now[2] / 1000)
end

-- Writes a job that has no time in its text yet; gives where it is now, and its text.
local function unique_write(locks, text, queue, at, now_ms)
  if at ~= '' and tonumber(at) * 1000 > now_ms then
    redis.call('ZADD', locks.schedule, at, text)
    return locks.schedule, text
  end
  text = string.sub(text, 1, -2) .. ',"enqueued_at":' .. string.format('%.0f', now_ms) .. '}'
  redis.call('SADD', locks.queues, queue)
  redis.call('LPUSH', locks.queue .. queue, text)
  return locks.queue .. queue, text
end

local function unique_take(locks, digest, jid, life_ms, where, raw)
  local key = locks.prefix .. digest
  redis.call('DEL', key)
  redis.call('HSET', key, 'jid', jid, 'where', where)
  if raw then
    redis.call('HSET', key, 'raw', raw)
  end
  redis.call('PEXPIRE', key, math.max(1, math.ceil(life_ms)))
end

-- The holder has ended or is gone: who follows it gets the lock, or nobody. A lock that has passed
-- to another job in the meantime stays as it is.
local function unique_release(locks, digest, jid)
  local key = locks.prefix .. digest
  if redis.call('HGET', key, 'jid') ~= jid then
    return
  end
  local following = redis.call('HMGET', key, 'next', 'next_jid', 'next_queue', 'next_at', 'next_ms')
  redis.call('DEL', key)
  if not following[1] or redis.call('ZREM', locks.schedule, following[1]) == 0 then
    return
  end
  local now_ms = unique_now_ms()
  local where, text = unique_write(locks, following[1], following[3], following[4], now_ms)
  local delay_ms = following[4] == '' and 0 or math.max(0, tonumber(following[4]) * 1000 - now_ms)
  unique_take(locks, digest, following[2], delay_ms + following[5], where, text)
end

-- The holder waits elsewhere now, under another text.
local function unique_follow(locks, digest, jid, where, text)
  local key = locks.prefix .. digest
  local lock = redis.call('HMGET', key, 'jid', 'raw')
  if lock[1] ~= jid then
    return
  end
  redis.call('HDEL', key, '') -- Asks for no memory; after it a full Redis refuses no write.
  redis.call('HSET', key, 'where', where)
  if lock[2] then
    redis.call('HSET', key, 'raw', text)
  end
end

-- For scripts that delete or bury a job, after they removed its text. Other jobs pass unharmed.
local function unique_forget(locks, text)
  local digest, jid = unique_of(text)
  if digest then
    unique_release(locks, digest, jid)
  end
end

-- For scripts that put a job into a list or set, after they wrote its text: the lock follows it,
-- and is taken again where nobody holds it any more.
local function unique_moved(locks, text, where)
  local digest, jid, seconds = unique_of(text)
  if not digest then
    return
  end
  if redis.call('EXISTS', locks.prefix .. digest) == 1 then
    unique_follow(locks, digest, jid, where, text)
  else
    unique_take(locks, digest, jid, seconds * 1000, where, text)
  end
end
