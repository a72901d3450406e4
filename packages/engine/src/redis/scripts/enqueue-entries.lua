-- Moves chosen entries of a sorted set to their queues: "Retry now", "Add to queue", also in bulk.
--
-- KEYS[1]   the sorted set: schedule, retry or dead
-- KEYS[2]   the set of queue names
-- KEYS[3…6] as the library unique-lock.lua wants
-- KEYS[7…]  one list for each queue that appears
-- ARGV      for each entry four values: the stored text, the text to push, the name of the queue,
--           the position of its list among KEYS[7…], from 1
-- Reply     a list with 1 for each entry that was moved and 0 for each that was gone
--
-- One script, because between a removal and a push a dying process would lose the job, and because
-- the poller and a second administrator may reach for the same entry: whoever removes it owns it.
local set, names = KEYS[1], KEYS[2]
local locks = unique_locks(3)
local moved = {}
for index = 1, #ARGV, 4 do
  local stored, text, name, position = ARGV[index], ARGV[index + 1], ARGV[index + 2], ARGV[index + 3]
  local removed = redis.call('ZREM', set, stored)
  if removed == 1 then
    redis.call('SADD', names, name)
    local queue = KEYS[6 + tonumber(position)]
    redis.call('LPUSH', queue, text)
    unique_moved(locks, text, queue)
  end
  moved[#moved + 1] = removed
end
return moved
