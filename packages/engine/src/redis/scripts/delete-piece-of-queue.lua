-- Deletes chosen jobs of one piece of a queue, by their exact texts.
-- KEYS[1] the queue's list; then as the library unique-lock.lua wants
-- ARGV[1] position from the left where the piece begins, ARGV[2] where it ends,
-- ARGV[3] a text that no job has, ARGV[4] … the stored texts
-- Reply: how many were deleted.
-- LREM for each of a thousand jobs would walk the list a thousand times. So each is overwritten
-- where it lies and all are removed in one walk, from the nearer end. Atomic because no worker may
-- ever see the text in their place.
local list, grave = KEYS[1], ARGV[3]
local wanted = {}
for at = 4, #ARGV do
  wanted[ARGV[at]] = (wanted[ARGV[at]] or 0) + 1
end
local locks = unique_locks(2)
local length = redis.call('LLEN', list)
local first = tonumber(ARGV[1])
local removed = 0
for offset, text in ipairs(redis.call('LRANGE', list, first, ARGV[2])) do
  local count = wanted[text]
  if count and count > 0 then
    wanted[text] = count - 1
    removed = removed + 1
    redis.call('LSET', list, first + offset - 1, grave)
    unique_forget(locks, text)
  end
end
if removed > 0 then
  redis.call('LREM', list, first < length / 2 and removed or -removed, grave)
end
return removed
