-- Takes the mark of a cancelled job back, because there is no such job.
-- KEYS[1] iteration state of the job, KEYS[2] its outcome
-- ARGV[1] the outcome as we wrote it, ARGV[2] "1" = the mark is ours
-- Reply: the outcome when another has written it since, else nil.
-- Atomic because the job may end at this moment, and its process writes how.
local outcome = redis.call('GET', KEYS[2])
if outcome and outcome ~= ARGV[1] then
  return outcome
end
redis.call('DEL', KEYS[2])
if ARGV[2] == '1' then
  redis.call('HDEL', KEYS[1], 'cancelled')
end
return false
