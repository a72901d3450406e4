-- Gives a fetched unit the slots of its limits, or parks it until there is one.
-- Libraries unique-lock.lua, limits.lua. KEYS[1] … [14] as they want them, KEYS[15] in-flight list
-- ARGV[1] incarnation, ARGV[2] jid, ARGV[3] payload as fetched, ARGV[4] its queue, then for each
-- limit three values: name, the job's key, what the code says
-- Reply: 1 = it has all slots; 0 = it is parked at the first limit that is full; -1 = not ours.
-- Atomic because slots are counted and taken by many, and a unit must never be in neither list.
local locks = unique_locks(1)
local rooms = limit_rooms(5, locks)
local incarnation, jid, raw = ARGV[1], ARGV[2], ARGV[3]

-- Whose slot lies under our jid: nil, 'ours' (this call is a repetition), 'free' (kept for us, or
-- left by the dead), 'taken' (another runs a job with this jid).
local function look_at(slot)
  if not slot then
    return nil
  end
  local holder = string.match(slot, '^%S+')
  if holder == incarnation then
    return 'ours'
  end
  local is_free = string.sub(holder, 1, 1) == '~' or redis.call('HEXISTS', rooms.registry, holder) == 0
  return is_free and 'free' or 'taken'
end

local function admits(limit)
  local slot = redis.call('HGET', limit.slots, jid)
  limit.state = look_at(slot)
  if limit.state == 'ours' or limit.state == 'taken' then
    return limit.state == 'ours'
  end
  if limit.state == 'free' then
    limit_drop(limit, jid)
    limit.was_dropped = true
  end
  return limit_has_room(limit, limit.key)
end

if redis.call('HEXISTS', rooms.registry, incarnation) == 0
  or not redis.call('LPOS', KEYS[15], raw, 'RANK', -1) then
  return -1
end
-- A write that needs no memory goes first: Redis asks for memory only before the first one.
redis.call('HDEL', rooms.overrides, '')

local limits, full = {}, nil
for at = 5, #ARGV, 3 do
  local limit = limit_named(rooms, ARGV[at], ARGV[at + 2])
  limit.key = ARGV[at + 1]
  limits[#limits + 1] = limit
  if not admits(limit) and not full then
    full = limit
  end
end

if not full then
  for _, limit in ipairs(limits) do
    limit_take(limit, jid, incarnation, limit.key)
    redis.call('HDEL', limit.woken, jid)
  end
  return 1
end

redis.call('LREM', KEYS[15], -1, raw)
local now = redis.call('TIME')
local place = redis.call('HGET', full.woken, jid) or string.format('%.0f', now[1] * 1000000 + now[2])
limit_park(full, place, { jid = jid, queue = ARGV[4], key = full.key, raw = raw })
unique_moved(locks, raw, full.parked)
for _, limit in ipairs(limits) do
  redis.call('HDEL', limit.woken, jid)
  if limit.state == 'ours' then
    limit_drop(limit, jid)
    limit.was_dropped = true
  end
  if limit.was_dropped then
    limit_wake(limit)
  end
end
return 0
