-- Publishes what this process's code says about limits, and heals them all: slots of processes
-- that are gone and slots kept too long for woken jobs are freed, what now fits is woken.
-- Libraries unique-lock.lua, limits.lua. KEYS[1] … [14] as they want them
-- ARGV[1] how long a slot is kept for a woken job, in milliseconds, ARGV[2] after how many seconds
-- without refreshment nobody defines a limit any more, then pairs: name, rule
-- Reply: how many slots were freed, how many jobs were woken.
-- Atomic because a slot may be taken while another looks at it.
local rooms = limit_rooms(5, unique_locks(1))
local now_ms = unique_now_ms()
redis.call('HDEL', rooms.defaults, '') -- Asks for no memory; after it Redis refuses no write.

local function is_gone(holder)
  if string.sub(holder, 1, 1) == '~' then
    return now_ms - tonumber(string.sub(holder, 2)) > tonumber(ARGV[1])
  end
  return redis.call('HEXISTS', rooms.registry, holder) == 0
end

-- The counts are derived from the slots; should they ever differ, the slots are right.
local function recount(limit, counts)
  local known = redis.call('HGETALL', limit.counts)
  local is_same = true
  for at = 1, #known, 2 do
    is_same = is_same and counts[known[at]] == tonumber(known[at + 1])
  end
  local size = 0
  for _ in pairs(counts) do
    size = size + 1
  end
  if is_same and size == #known / 2 then
    return
  end
  redis.call('DEL', limit.counts)
  for key, count in pairs(counts) do
    redis.call('HSET', limit.counts, key, count)
  end
end

local function free_slots(limit)
  local slots, counts, freed = redis.call('HGETALL', limit.slots), {}, 0
  for at = 1, #slots, 2 do
    local holder, key = string.match(slots[at + 1], '^(%S+) (.*)$')
    if holder == nil or is_gone(holder) then
      redis.call('HDEL', limit.slots, slots[at])
      freed = freed + 1
    else
      counts[key] = (counts[key] or 0) + 1
    end
  end
  recount(limit, counts)
  return freed
end

for at = 3, #ARGV, 2 do
  redis.call('HSET', rooms.defaults, ARGV[at], ARGV[at + 1] .. string.format(' %.0f', now_ms / 1000))
end

local freed, woken = 0, 0
local defaults = redis.call('HGETALL', rooms.defaults)
for at = 1, #defaults, 2 do
  local name, seen = defaults[at], tonumber(string.match(defaults[at + 1], ' (%d+)$') or 0)
  local is_defined = now_ms / 1000 - seen < tonumber(ARGV[2])
  local limit = limit_named(rooms, name, not is_defined and '- -' or nil)
  if redis.call('EXISTS', limit.slots, limit.order) > 0 then
    freed = freed + free_slots(limit)
    woken = woken + limit_wake(limit)
  elseif not is_defined then
    redis.call('HDEL', rooms.defaults, name)
  end
end
return { freed, woken }
