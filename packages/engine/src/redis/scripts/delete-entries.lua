-- Deletes chosen entries of a sorted set.
-- KEYS[1] the set; then as the library unique-lock.lua wants
-- ARGV the stored texts
-- Reply: a list with 1 for each entry that was deleted and 0 for each that was gone.
-- Atomic because a lock must not outlive its job.
local locks = unique_locks(2)
local deleted = {}
for index, text in ipairs(ARGV) do
  deleted[index] = redis.call('ZREM', KEYS[1], text)
  if deleted[index] == 1 then
    unique_forget(locks, text)
  end
end
return deleted
