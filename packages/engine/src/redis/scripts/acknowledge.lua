-- Forgets finished units of work.
-- KEYS in-flight lists
-- ARGV for each list: how many units, and their payloads
-- Reply: how many were still there; fewer than given means that they were taken from us.
-- One script instead of many commands: it is the most frequent write of all. It allocates nothing,
-- so it works in a Redis that is full.
local removed = 0
local at = 1
for number = 1, #KEYS do
  local last = at + tonumber(ARGV[at])
  for index = at + 1, last do
    removed = removed + redis.call('LREM', KEYS[number], -1, ARGV[index])
  end
  at = last + 1
end
return removed
