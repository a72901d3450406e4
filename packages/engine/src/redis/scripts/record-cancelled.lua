-- Writes down that a cancelled job has ended, and takes its mark and its iteration state away.
-- KEYS[1] iteration state of the job, KEYS[2] its outcome, KEYS[3] in-flight list, if it was in flight
-- ARGV[1] outcome to write, ARGV[2] its life in seconds, ARGV[3] payload as fetched, with KEYS[3]
-- Reply: 1, or 0 when the unit is no longer ours; then nothing is written.
-- Atomic because another process that has the job by now must still find the mark. It deletes first,
-- so it works in a Redis that is full.
if KEYS[3] and redis.call('LREM', KEYS[3], -1, ARGV[3]) == 0 then
  return 0
end
redis.call('DEL', KEYS[1])
redis.call('SET', KEYS[2], ARGV[1], 'EX', ARGV[2])
return 1
