-- Puts an interrupted unit of work at the back of its queue, to be resumed after what waits there.
-- KEYS[1] in-flight list, KEYS[2] queue, KEYS[3] set of queue names
-- ARGV[1] name of the queue, ARGV[2] payload as fetched, ARGV[3] payload to store
-- Reply: 1, or 0 when the unit is no longer ours; then nothing is written.
-- Atomic because a unit must never be in both lists or in neither.
if redis.call('LREM', KEYS[1], -1, ARGV[2]) == 0 then
  return 0
end
redis.call('LPUSH', KEYS[2], ARGV[3])
redis.call('SADD', KEYS[3], ARGV[1])
return 1
