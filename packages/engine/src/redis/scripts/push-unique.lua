-- Pushes unique jobs: takes the lock and writes the job, or finds that another holds the lock.
-- Libraries unique-lock.lua, limits.lua. KEYS[1] … [14] as they want them
-- ARGV[1] epoch milliseconds now, then for each job seven values: digest, jid, life of the lock in
-- milliseconds, what to do on conflict, queue, run time in epoch seconds or "", text without times
-- Reply: for each job 1 when it was written, or 0 when it was rejected.
-- Atomic because a lock without its job would keep jobs away until it runs out, and of two pushes
-- at the same time only one may win.
local locks = unique_locks(1)
local rooms = limit_rooms(5, locks)
local now_ms = tonumber(ARGV[1])

local function life_of(life_ms, at)
  return life_ms + (at == '' and 0 or math.max(0, tonumber(at) * 1000 - now_ms))
end

local function push(digest, jid, life_ms, conflict, queue, at, text)
  local where, written = unique_write(locks, text, queue, at, now_ms)
  local raw = conflict == 'replace' and written or nil
  unique_take(locks, digest, jid, life_of(life_ms, at), where, raw)
  return 1
end

-- Takes the waiting holder out of where it waits, however long that list is.
local function take_out(where, raw)
  if not raw then
    return false
  end
  local kind = redis.call('TYPE', where).ok
  if kind == 'zset' then
    return redis.call('ZREM', where, raw) == 1
  end
  if kind == 'hash' then -- Parked: the key ends with the name of the limit.
    local _, jid = unique_of(raw)
    return limit_unpark(limit_named(rooms, string.sub(where, #rooms.parked + 1)), jid) ~= nil
  end
  return kind == 'list' and redis.call('LREM', where, 1, raw) == 1
end

-- Keeps the job in the scheduled set until the holder ends, at the latest until the lock runs out.
local function keep(key, job)
  local old = redis.call('HGET', key, 'next')
  if old then
    redis.call('ZREM', locks.schedule, old)
  end
  local due = (now_ms + redis.call('PTTL', key)) / 1000
  if job[6] ~= '' then
    due = math.max(due, tonumber(job[6]))
  end
  redis.call('ZADD', locks.schedule, string.format('%.3f', due), job[7])
  redis.call('HSET', key, 'next', job[7], 'next_jid', job[2], 'next_queue', job[5], 'next_at', job[6], 'next_ms', job[3])
  return 1
end

local function push_or_resolve(job)
  local key = locks.prefix .. job[1]
  local lock = redis.call('HMGET', key, 'jid', 'where', 'raw', 'next')
  if not lock[1] then
    return push(unpack(job))
  end
  local is_running = lock[2] == 'running'
  if job[4] == 'reject' or lock[2] == 'done' then
    return 0
  end
  if job[4] == 'run-again' then
    return (is_running and not lock[4]) and keep(key, job) or 0
  end
  if is_running or not take_out(lock[2], lock[3]) then
    return keep(key, job)
  end
  if lock[4] then
    redis.call('ZREM', locks.schedule, lock[4])
  end
  return push(unpack(job))
end

local reply = {}
for at = 2, #ARGV, 7 do
  local job = { unpack(ARGV, at, at + 6) }
  job[3] = tonumber(job[3])
  reply[#reply + 1] = push_or_resolve(job)
end
return reply
