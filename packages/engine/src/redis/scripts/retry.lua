-- Moves a failed unit of work into the retry set.
-- KEYS[1] in-flight list, KEYS[2] retry set
-- ARGV[1] payload as fetched, ARGV[2] epoch seconds of the next attempt, ARGV[3] payload to store
-- Reply: 1, or 0 when the unit is no longer ours; then nothing is written.
-- Atomic because a job must be in exactly one of the two, whatever happens to this process.
if redis.call('LREM', KEYS[1], -1, ARGV[1]) == 0 then
  return 0
end
redis.call('ZADD', KEYS[2], ARGV[2], ARGV[3])
return 1
