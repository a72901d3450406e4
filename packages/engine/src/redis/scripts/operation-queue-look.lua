-- Looks through a piece of a queue for what an operation may mean, the newest job first.
-- KEYS[1] the operation, [2] the queue's list
-- ARGV[1] how many the operation has looked at, as the caller believes, [2] how many to pass over, [3] how many
--         to look at, [4] stop after so many found, [5…] the texts that each contains
-- Reply: how many were looked at, then the texts of what was found; nil where the operation stands elsewhere.
-- A script so that only what is found crosses the network, and because positions mean nothing when a slice
-- before it was not done yet, or one behind it was: a server that had lost its scripts changes their order.
if tonumber(redis.call('HGET', KEYS[1], 'looked') or 0) ~= tonumber(ARGV[1]) then
  return false
end
local looked, found = look_through(KEYS[2], 'newest', tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4]), 5)
return { looked, unpack(found) }
