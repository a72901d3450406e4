-- Library: slots of concurrency limits and the jobs that wait for them. Needs unique-lock.lua.
--
-- A slot: field jid in the hash of slots, value "<holder> <key>". The holder is an incarnation, or
-- "~<epoch ms>": kept for a woken job until it starts. A waiting job is parked: a field in the hash
-- of the parked, and its id in the order of all and in the line of its key. Every key with a line
-- stands in a set of its own, by the place of its first job: so the oldest job whose key has room
-- is found without walking over those whose key has none.
--
-- KEYS from `first` on: see limitKeys in limit-library.ts
local function limit_rooms(first, locks)
  return {
    slots = KEYS[first], counts = KEYS[first + 1], parked = KEYS[first + 2], order = KEYS[first + 3],
    keys = KEYS[first + 4], line = KEYS[first + 5], woken = KEYS[first + 6],
    overrides = KEYS[first + 7], defaults = KEYS[first + 8], registry = KEYS[first + 9], locks = locks,
  }
end

-- A word of a rule: a number, "-" for no limit, "=" for what the code says.
local function limit_bound(word, by_code)
  if word == '=' or not word then
    return by_code
  end
  return tonumber(word) or math.huge
end

-- The limit as it is now; `by_code` is "<total> <perKey>", or nil to use what was published.
local function limit_named(rooms, name, by_code)
  by_code = by_code or redis.call('HGET', rooms.defaults, name) or '- -'
  local total, per_key = string.match(by_code, '^(%S+) (%S+)')
  total, per_key = limit_bound(total, math.huge), limit_bound(per_key, math.huge)
  local override = redis.call('HGET', rooms.overrides, name)
  if override then
    local new_total, new_per_key = string.match(override, '^(%S+) (%S+)')
    total, per_key = limit_bound(new_total, total), limit_bound(new_per_key, per_key)
  end
  return {
    name = name, total = total, per_key = per_key, rooms = rooms,
    slots = rooms.slots .. name, counts = rooms.counts .. name, parked = rooms.parked .. name,
    order = rooms.order .. name, keys = rooms.keys .. name, woken = rooms.woken .. name,
    line = rooms.line .. #name .. ':' .. name .. ':',
  }
end

local function limit_has_room(limit, key)
  if redis.call('HLEN', limit.slots) >= limit.total then
    return false
  end
  return key == '' or limit.per_key == math.huge
    or tonumber(redis.call('HGET', limit.counts, key) or 0) < limit.per_key
end

-- Gives a slot back; returns its key, or nil when there was none.
local function limit_drop(limit, jid)
  local slot = redis.call('HGET', limit.slots, jid)
  if not slot then
    return nil
  end
  local key = string.match(slot, '^%S+ (.*)$') or ''
  redis.call('HDEL', limit.slots, jid)
  if redis.call('HINCRBY', limit.counts, key, -1) <= 0 then
    redis.call('HDEL', limit.counts, key)
  end
  return key
end

local function limit_take(limit, jid, holder, key)
  limit_drop(limit, jid)
  redis.call('HSET', limit.slots, jid, holder .. ' ' .. key)
  redis.call('HINCRBY', limit.counts, key, 1)
end

-- `place` in epoch microseconds: the lower, the sooner it is woken.
local function limit_park(limit, place, job)
  local id = job.jid
  if redis.call('HEXISTS', limit.parked, id) == 1 then
    id = id .. ' ' .. place
  end
  local head = #job.queue .. ' ' .. #job.key .. ' ' .. #job.jid .. ' '
  redis.call('HSET', limit.parked, id, head .. job.queue .. job.key .. job.jid .. job.raw)
  redis.call('ZADD', limit.order, place, id)
  redis.call('ZADD', limit.line .. job.key, place, id)
  redis.call('ZADD', limit.keys, 'LT', place, job.key)
end

-- Takes a job out of the line; returns it, or nil.
local function limit_unpark(limit, id)
  local text = redis.call('HGET', limit.parked, id)
  if not text then
    return nil
  end
  local queue, key, jid, start = string.match(text, '^(%d+) (%d+) (%d+) ()')
  local key_at, jid_at = start + queue, start + queue + key
  local raw_at = jid_at + jid
  local job = {
    queue = string.sub(text, start, key_at - 1), key = string.sub(text, key_at, jid_at - 1),
    jid = string.sub(text, jid_at, raw_at - 1), raw = string.sub(text, raw_at),
    place = redis.call('ZSCORE', limit.order, id),
  }
  redis.call('HDEL', limit.parked, id)
  redis.call('ZREM', limit.order, id)
  redis.call('ZREM', limit.line .. job.key, id)
  local first = redis.call('ZRANGE', limit.line .. job.key, 0, 0, 'WITHSCORES')
  if first[1] then
    redis.call('ZADD', limit.keys, first[2], job.key)
  else
    redis.call('ZREM', limit.keys, job.key)
  end
  return job
end

-- Takes the first of a key's line and keeps a slot for it.
local function limit_call_up(limit, key)
  local id = redis.call('ZRANGE', limit.line .. key, 0, 0)[1]
  local job = id and limit_unpark(limit, id)
  if not job then
    redis.call('ZREM', limit.keys, key)
    return nil
  end
  redis.call('HSET', limit.woken, job.jid, job.place)
  redis.call('EXPIRE', limit.woken, 86400)
  if redis.call('HEXISTS', limit.slots, job.jid) == 0 then
    limit_take(limit, job.jid, string.format('~%.0f', unique_now_ms()), key)
  end
  return job
end

-- The oldest parked jobs that fit now, at most `most`.
local function limit_collect(limit, most)
  local woken, passed = {}, 0
  while #woken < most and redis.call('HLEN', limit.slots) < limit.total do
    local keys = redis.call('ZRANGE', limit.keys, passed, passed + 19)
    if #keys == 0 then
      break
    end
    for _, key in ipairs(keys) do
      if limit_has_room(limit, key) then
        woken[#woken + 1] = limit_call_up(limit, key)
        break
      end
      passed = passed + 1
    end
  end
  return woken
end

-- Puts as many parked jobs as now fit back to be fetched next, the oldest first. After the end of
-- one job with that key and without a total, only that key can have got room.
local function limit_wake(limit, freed_key)
  if redis.call('EXISTS', limit.order) == 0 then
    return 0
  end
  local woken
  if freed_key and limit.total == math.huge then
    woken = {}
    while #woken < 100 and limit_has_room(limit, freed_key) do
      local job = limit_call_up(limit, freed_key)
      if not job then
        break
      end
      woken[#woken + 1] = job
    end
  else
    woken = limit_collect(limit, 1000)
  end
  local locks = limit.rooms.locks
  for at = #woken, 1, -1 do
    local list = locks.queue .. woken[at].queue
    redis.call('RPUSH', list, woken[at].raw)
    redis.call('SADD', locks.queues, woken[at].queue)
    unique_moved(locks, woken[at].raw, list)
  end
  return #woken
end
