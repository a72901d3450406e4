-- Writes what a process says about itself, and takes the signal that was sent to it, if any.
-- KEYS[1] hash of the process, KEYS[2] set of processes, KEYS[3] list of signals, KEYS[4] who beat last
-- ARGV[1] identity, ARGV[2] life of the hash in seconds, ARGV[3] epoch milliseconds now,
-- ARGV[4] life of KEYS[4] in seconds, ARGV[5] … fields and values
-- Reply: {1 when Redis did not know the process (any more), the signal or nothing}
-- One script, because an idle process should cost Redis little: what goes only with a new hash is
-- sent only then. Prolonging goes first, because a full Redis refuses only the first write of a
-- script.
local was_known = redis.call('EXPIRE', KEYS[1], ARGV[2]) == 1
redis.call('HSET', KEYS[1], unpack(ARGV, 5))
redis.call('SET', KEYS[4], ARGV[3] .. ' ' .. ARGV[1], 'EX', ARGV[4])
if not was_known then
  redis.call('EXPIRE', KEYS[1], ARGV[2])
  redis.call('SADD', KEYS[2], ARGV[1])
end
return { was_known and 0 or 1, redis.call('RPOP', KEYS[3]) }
