-- Stands for election as the leader, or renews the leadership, and vouches for periodic jobs.
-- KEYS[1] who leads ("<term> <identity>"), KEYS[2] counter of terms, KEYS[3] Sidekiq's dear-leader,
-- KEYS[4] periodic jobs by name, KEYS[5] when each was vouched for
-- ARGV[1] identity, ARGV[2] life of the leadership in milliseconds, ARGV[3] epoch milliseconds now,
-- ARGV[4] … names of the periodic jobs of this process
-- Reply: {our term, or 0 when another leads, milliseconds left of the leadership, how many of the
-- names Redis does not know}
-- Atomic because two processes must never win the same term. Who leads for Sidekiq is shown, not
-- decided here: a Ruby leader keeps dear-leader as long as it renews it.
local unknown = 0
for at = 4, #ARGV do
  if redis.call('HEXISTS', KEYS[4], ARGV[at]) == 1 then
    redis.call('ZADD', KEYS[5], ARGV[3], ARGV[at])
  else
    unknown = unknown + 1
  end
end
local leader = redis.call('GET', KEYS[1])
local term = leader and string.match(leader, '^(%d+) ')
if leader and string.sub(leader, #term + 2) ~= ARGV[1] then
  return { 0, redis.call('PTTL', KEYS[1]), unknown }
end
if leader then
  redis.call('PEXPIRE', KEYS[1], ARGV[2])
else
  term = redis.call('INCR', KEYS[2])
  redis.call('SET', KEYS[1], term .. ' ' .. ARGV[1], 'PX', ARGV[2])
end
local shown = redis.call('GET', KEYS[3])
if not shown or shown == ARGV[1] then
  redis.call('SET', KEYS[3], ARGV[1], 'PX', ARGV[2])
end
return { tonumber(term), tonumber(ARGV[2]), unknown }
