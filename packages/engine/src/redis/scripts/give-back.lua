-- Gives units of work back to their queue, to be fetched next, byte for byte as they came.
-- KEYS[1] in-flight list, KEYS[2] queue, KEYS[3] set of queue names
-- ARGV[1] name of the queue, ARGV[2] … payloads; the last one will be fetched first
-- Reply: how many were still ours and were given back.
-- Atomic because a unit must never be in both lists or in neither.
local moved = 0
for at = 2, #ARGV do
  if redis.call('LREM', KEYS[1], -1, ARGV[at]) == 1 then
    redis.call('RPUSH', KEYS[2], ARGV[at])
    moved = moved + 1
  end
end
if moved > 0 then
  redis.call('SADD', KEYS[3], ARGV[1])
end
return moved
