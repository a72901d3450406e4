-- Registers the periodic jobs of a process.
-- KEYS[1] periodic jobs by name, KEYS[2] their last ticks, KEYS[3] when each was vouched for
-- ARGV[1] epoch milliseconds now, ARGV[2] … triples: name, description, "<zone> <cron>"
-- Reply: how many are new or have a new schedule; their ticks count from now on.
-- Atomic because a leader must not tick a new schedule from the last tick of the old one.
local changed = 0
for at = 2, #ARGV, 3 do
  local name, schedule = ARGV[at], ARGV[at + 2]
  redis.call('HSET', KEYS[1], name, ARGV[at + 1])
  redis.call('ZADD', KEYS[3], ARGV[1], name)
  local state = redis.call('HGET', KEYS[2], name)
  if not state or string.match(state, '^%d+ (.*)$') ~= schedule then
    redis.call('HSET', KEYS[2], name, ARGV[1] .. ' ' .. schedule)
    changed = changed + 1
  end
end
return changed
