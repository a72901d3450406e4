-- Takes up to a number of units of work from several queues, first queue first, and stores them in
-- the in-flight lists of one incarnation.
-- KEYS[1] registry of incarnations, KEYS[2] set of paused queues,
-- KEYS[3], KEYS[4] … one pair a queue: its list, the in-flight list for it
-- ARGV[1] incarnation, ARGV[2] how many at most, ARGV[3] … the names of the queues
-- Reply: -1 when the incarnation was reaped; else {index of the queue (0 = first), {payload, …}}, …
-- Atomic because a unit must never be in neither list, and never in a list nobody will reap.
if redis.call('HEXISTS', KEYS[1], ARGV[1]) == 0 then
  return -1
end
local left = tonumber(ARGV[2])
local is_any_paused = redis.call('EXISTS', KEYS[2]) == 1
local reply = {}
for index = 0, #ARGV - 3 do
  if left <= 0 then
    break
  end
  if not is_any_paused or redis.call('SISMEMBER', KEYS[2], ARGV[index + 3]) == 0 then
    local units = redis.call('RPOP', KEYS[index * 2 + 3], left)
    if units then
      -- The first unit lies rightmost, as in the queue: giving back keeps the order.
      redis.call('LPUSH', KEYS[index * 2 + 4], unpack(units))
      left = left - #units
      reply[#reply + 1] = { index, units }
    end
  end
end
return reply
