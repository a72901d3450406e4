-- Makes a job of a queue the next one to run.
-- KEYS[1] the queue's list
-- ARGV[1] the stored text
-- Reply: 1, or 0 when it is not there any more.
-- Atomic because a job must never be in no list. The right end is next.
if redis.call('LREM', KEYS[1], 1, ARGV[1]) == 0 then
  return 0
end
redis.call('RPUSH', KEYS[1], ARGV[1])
return 1
