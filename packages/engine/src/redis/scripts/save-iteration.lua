-- Saves where an iterating job is, and looks whether it was cancelled.
-- KEYS[1] iteration state of the job
-- ARGV[1] number of this run, ARGV[2] cursor as JSON, ARGV[3] seconds run so far, ARGV[4] seconds to
--   keep the state, counted from its first save, ARGV[5] "1" when all items are done, else ""
-- Reply: epoch seconds of the cancellation, or "" without one.
-- One script, because a later run's place must not be overwritten by an earlier one that was only
-- asleep, and because Redis before 7.0 has no EXPIRE NX.
local key = KEYS[1]
local newest = tonumber(redis.call('HGET', key, 'ex') or '0')
if newest and newest > tonumber(ARGV[1]) then
  return redis.call('HGET', key, 'cancelled') or ''
end
-- Frees nothing, but goes first: a full Redis refuses only scripts whose first write needs memory.
redis.call('HDEL', key, '')
redis.call('HSET', key, 'ex', ARGV[1], 'c', ARGV[2], 'rt', ARGV[3])
if ARGV[5] ~= '' then
  redis.call('HSET', key, 'howdah_done', ARGV[5])
end
if redis.call('TTL', key) < 0 then
  redis.call('EXPIRE', key, ARGV[4])
end
return redis.call('HGET', key, 'cancelled') or ''
