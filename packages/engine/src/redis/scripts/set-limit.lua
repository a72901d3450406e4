-- Replaces what the code says about a limit, or lets the code decide again, and wakes what fits.
-- Libraries unique-lock.lua, limits.lua. KEYS[1] … [14] as they want them
-- ARGV[1] name of the limit, ARGV[2] rule, or "" to let the code decide
-- Reply: how many jobs were woken.
-- Atomic because jobs that start meanwhile must see either rule.
local rooms = limit_rooms(5, unique_locks(1))
if ARGV[2] == '' then
  redis.call('HDEL', rooms.overrides, ARGV[1])
else
  redis.call('HSET', rooms.overrides, ARGV[1], ARGV[2])
end
return limit_wake(limit_named(rooms, ARGV[1]))
