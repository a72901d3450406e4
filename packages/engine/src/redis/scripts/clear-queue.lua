-- Deletes the next jobs of a queue, and the queue's name when none is left.
-- KEYS[1] the queue's list, KEYS[2] set of queue names; then as the library unique-lock.lua wants
-- ARGV[1] how many jobs at most, ARGV[2] name of the queue
-- Reply: how many were deleted.
-- Atomic because a lock must not outlive its job, and a name not its queue.
local jobs = redis.call('RPOP', KEYS[1], ARGV[1]) or {}
local locks = unique_locks(3)
for _, job in ipairs(jobs) do
  unique_forget(locks, job)
end
if redis.call('EXISTS', KEYS[1]) == 0 then
  redis.call('SREM', KEYS[2], ARGV[2])
end
return #jobs
