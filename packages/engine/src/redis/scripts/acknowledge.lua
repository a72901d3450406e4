-- Forgets finished units of work.
-- KEYS in-flight lists
-- ARGV pairs: number of the list (1 = first), payload
-- Reply: how many were still there; fewer than given means that they were taken from us.
-- One script instead of many commands: it is the most frequent write of all. It allocates nothing,
-- so it works in a Redis that is full.
local removed = 0
for at = 1, #ARGV, 2 do
  removed = removed + redis.call('LREM', KEYS[tonumber(ARGV[at])], -1, ARGV[at + 1])
end
return removed
