-- Deletes the first entries of a sorted set.
-- KEYS[1] the set; then as the library unique-lock.lua wants
-- ARGV[1] how many at most
-- Reply: how many were deleted.
-- Atomic because a lock must not outlive its job.
local members = redis.call('ZPOPMIN', KEYS[1], ARGV[1])
local locks = unique_locks(2)
for at = 1, #members, 2 do
  unique_forget(locks, members[at])
end
return #members / 2
