-- Deletes one job from a queue, by its exact text.
--
-- KEYS[1]  the queue's list; then as the library unique-lock.lua wants
-- ARGV[1]  the stored text
-- Reply    1 when it was deleted, 0 when it was not there
--
-- LREM walks from one end and blocks Redis meanwhile: 147 ms for a job at the far end of a million,
-- 6 ms from the near one. So we look at both ends in growing steps and remove from the nearer. One
-- script, because between the look and the removal a worker may take the job.
local list, text = KEYS[1], ARGV[1]

local function remove(count)
  local removed = redis.call('LREM', list, count, text)
  if removed > 0 then
    unique_forget(unique_locks(2), text)
  end
  return removed
end

local length = redis.call('LLEN', list)
local window = 1000
while length > 0 do
  if redis.call('LPOS', list, text, 'MAXLEN', window) then
    return remove(1)
  end
  if redis.call('LPOS', list, text, 'RANK', -1, 'MAXLEN', window) then
    return remove(-1)
  end
  if window * 2 >= length then
    return 0
  end
  window = window * 10
end
return 0
