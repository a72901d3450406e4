-- Looks through a piece of a sorted set for what an operation may mean.
-- KEYS[1] the operation, [2] the sorted set
-- ARGV[1] how many the operation has looked at, as the caller believes, [2] how many to pass
--         over, [3] how many to look at, [4] stop after so many found, [5…] the texts that each contains
-- Reply: as of search-jobs.lua; nil where the operation stands elsewhere.
-- It is sent behind moves whose ends are not waited for: one script, because positions mean nothing when
-- such a move has not been made yet.
if tonumber(redis.call('HGET', KEYS[1], 'looked') or 0) ~= tonumber(ARGV[1]) then
  return false
end
return look_through(KEYS[2], 'up', tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4]), 5)
