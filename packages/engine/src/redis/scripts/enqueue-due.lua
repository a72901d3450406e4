-- Moves due jobs from a sorted set into their queues.
-- KEYS[1] the set, KEYS[2] set of queue names, KEYS[3] dead set, KEYS[4] … [7] as the library
-- unique-lock.lua wants, KEYS[8] … queues
-- ARGV[1] epoch seconds now, ARGV[2] number of queues, then their names,
-- then triples: number of the queue (1 = first; 0 = bury), member as it lies in the set, payload
-- Reply: how many were moved by us.
-- Atomic because every process of every kind moves due jobs, and a crash must lose none: only who
-- removed the member may push it.
local locks = unique_locks(4)
local count = tonumber(ARGV[2])
local groups = {}
local moved = 0
for at = count + 3, #ARGV, 3 do
  if redis.call('ZREM', KEYS[1], ARGV[at + 1]) == 1 then
    local number = tonumber(ARGV[at])
    moved = moved + 1
    if number == 0 then
      redis.call('ZADD', KEYS[3], ARGV[1], ARGV[at + 2])
    else
      groups[number] = groups[number] or {}
      table.insert(groups[number], ARGV[at + 2])
    end
  end
end
for number, payloads in pairs(groups) do
  redis.call('SADD', KEYS[2], ARGV[number + 2])
  redis.call('LPUSH', KEYS[number + 7], unpack(payloads))
  for _, payload in ipairs(payloads) do
    unique_moved(locks, payload, KEYS[number + 7])
  end
end
return moved
