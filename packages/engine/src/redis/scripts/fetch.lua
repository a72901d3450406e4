-- Forgets finished units of work, then takes up to a number of new ones from several queues, first
-- queue first, and stores them in the in-flight lists of one incarnation.
-- KEYS[1] registry of incarnations, KEYS[2] set of paused queues,
-- KEYS[3], KEYS[4] … one pair a queue: its list, the in-flight list for it,
-- then the in-flight lists of the finished units
-- ARGV[1] incarnation, ARGV[2] how many at most, ARGV[3] number of queues, then their names,
-- then for each list of finished units: how many, and their payloads
-- Reply: {how many finished units were still there, indexes of paused queues (0 = first), or -1
-- when the incarnation was reaped, then pairs: index of a queue, {payload, …}}
-- Atomic because a unit must never be in neither list, and never in a list nobody will reap. It
-- allocates nothing before it has removed something, so it works in a Redis that is full.
local queues = tonumber(ARGV[3])
local removed = 0
local at = queues + 4
for number = queues * 2 + 3, #KEYS do
  local last = at + tonumber(ARGV[at])
  for index = at + 1, last do
    removed = removed + redis.call('LREM', KEYS[number], -1, ARGV[index])
  end
  at = last + 1
end
local paused = {}
local reply = { removed, paused }
if redis.call('HEXISTS', KEYS[1], ARGV[1]) == 0 then
  reply[2] = -1
  return reply
end
local left = tonumber(ARGV[2])
local is_any_paused = redis.call('EXISTS', KEYS[2]) == 1
for index = 0, queues - 1 do
  if is_any_paused and redis.call('SISMEMBER', KEYS[2], ARGV[index + 4]) == 1 then
    paused[#paused + 1] = index
  elseif left > 0 then
    local units = redis.call('RPOP', KEYS[index * 2 + 3], left)
    if units then
      -- The first unit lies rightmost, as in the queue: giving back keeps the order.
      redis.call('LPUSH', KEYS[index * 2 + 4], unpack(units))
      left = left - #units
      reply[#reply + 1] = index
      reply[#reply + 1] = units
    end
  end
end
return reply
