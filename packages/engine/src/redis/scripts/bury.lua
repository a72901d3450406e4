-- Moves a unit of work into the dead set and trims the set.
-- KEYS[1] in-flight list, KEYS[2] dead set
-- ARGV[1] payload as fetched, ARGV[2] epoch seconds of death, ARGV[3] payload to store,
-- ARGV[4] forget what died before this, ARGV[5] size of the set, as Sidekiq counts it
-- Reply: 1, or 0 when the unit is no longer ours; then nothing is written.
-- Atomic because a job must be in exactly one of the two, whatever happens to this process.
if redis.call('LREM', KEYS[1], -1, ARGV[1]) == 0 then
  return 0
end
redis.call('ZADD', KEYS[2], ARGV[2], ARGV[3])
redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', ARGV[4])
redis.call('ZREMRANGEBYRANK', KEYS[2], 0, -tonumber(ARGV[5]))
return 1
