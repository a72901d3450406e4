-- Looks through a piece of a queue for what an operation may mean, the newest job first.
-- KEYS[1] the queue's list
-- ARGV[1] how many to pass over, [2] how many to look at, [3] stop after so many found, [4…] the texts that
--         each contains
-- Reply: how many were looked at, then the texts of what was found.
-- A script so that only what is found crosses the network.
local looked, found = look_through(KEYS[1], 'newest', tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), 4)
return { looked, unpack(found) }
