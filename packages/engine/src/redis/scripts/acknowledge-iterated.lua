-- Forgets a unit of work whose job is done, and where its iteration was.
-- KEYS[1] in-flight list, KEYS[2] iteration state of the job
-- ARGV[1] payload as fetched
-- Reply: 1, or 0 when the unit is no longer ours; then its new owner keeps the state.
-- Atomic because a job that is still to run must find its place, or it begins all over again.
if redis.call('LREM', KEYS[1], -1, ARGV[1]) == 0 then
  return 0
end
redis.call('UNLINK', KEYS[2])
return 1
