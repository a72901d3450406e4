-- Deletes a job that waits for a slot.
-- Libraries unique-lock.lua, limits.lua. KEYS[1] … [14] as they want them
-- ARGV[1] name of the limit, ARGV[2] the job's id among the parked, ARGV[3] its payload
-- Reply: 1, or 0 when exactly this job does not wait there any more.
-- Atomic because the job may be woken at any moment.
local locks = unique_locks(1)
local limit = limit_named(limit_rooms(5, locks), ARGV[1])
local text = redis.call('HGET', limit.parked, ARGV[2])
if not text or string.sub(text, -#ARGV[3]) ~= ARGV[3] then
  return 0
end
limit_unpark(limit, ARGV[2])
redis.call('HDEL', limit.woken, ARGV[2])
unique_forget(locks, ARGV[3])
return 1
