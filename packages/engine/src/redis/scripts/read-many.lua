-- Reads many keys with one command.
-- KEYS what to read
-- ARGV[1] a command that only reads, ARGV[2] … what follows the key
-- Reply: the replies in the order of the keys.
-- A script so that a page about hundreds of processes or minutes is a handful of commands. Whoever
-- calls it keeps it short: Redis does nothing else meanwhile.
local replies = {}
for at, key in ipairs(KEYS) do
  replies[at] = redis.call(ARGV[1], key, unpack(ARGV, 2))
end
return replies
