-- Pushes the job of one tick of a periodic job and records the tick.
-- KEYS[1] who leads ("<term> <identity>"), KEYS[2] last ticks by name, KEYS[3] names that are
-- paused, KEYS[4] the name's list of runs, KEYS[5] queue, KEYS[6] set of queue names
-- ARGV[1] "<term> <identity>" of the caller, ARGV[2] name, ARGV[3] the last tick as the caller knows
-- it, ARGV[4] this tick in the same form, ARGV[5] name of the queue, ARGV[6] payload, or "" when
-- client middleware stopped it, ARGV[7] entry for the list of runs, ARGV[8] how many runs to keep
-- Reply: 1 pushed, 0 recorded only (paused or stopped), -1 another leads, -2 somebody has ticked or
-- changed the schedule meanwhile; then nothing is written.
-- Atomic because a leader may lose its term at any moment: a tick is pushed once or not at all.
if redis.call('GET', KEYS[1]) ~= ARGV[1] then
  return -1
end
if redis.call('HGET', KEYS[2], ARGV[2]) ~= ARGV[3] then
  return -2
end
redis.call('HSET', KEYS[2], ARGV[2], ARGV[4])
if ARGV[6] == '' or redis.call('SISMEMBER', KEYS[3], ARGV[2]) == 1 then
  return 0
end
redis.call('SADD', KEYS[6], ARGV[5])
redis.call('LPUSH', KEYS[5], ARGV[6])
redis.call('LPUSH', KEYS[4], ARGV[7])
redis.call('LTRIM', KEYS[4], 0, ARGV[8] - 1)
return 1
