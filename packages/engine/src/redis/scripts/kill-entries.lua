-- Moves chosen entries of a sorted set to the dead set and keeps that within its limits.
--
-- KEYS[1]  the sorted set: schedule or retry
-- KEYS[2]  the dead set; then as the library unique-lock.lua wants
-- ARGV[1]  the time of death in epoch seconds: their score
-- ARGV[2]  entries that died before this (epoch seconds) are forgotten
-- ARGV[3]  how many entries the dead set keeps at most
-- ARGV[4…] the stored texts
-- Reply    a list with 1 for each entry that was moved and 0 for each that was gone
--
-- One script, so that no entry is in both sets or in none, whenever a process dies.
local set, dead = KEYS[1], KEYS[2]
local locks = unique_locks(3)
local moved = {}
for index = 4, #ARGV do
  local removed = redis.call('ZREM', set, ARGV[index])
  if removed == 1 then
    redis.call('ZADD', dead, ARGV[1], ARGV[index])
    unique_forget(locks, ARGV[index])
  end
  moved[#moved + 1] = removed
end
redis.call('ZREMRANGEBYSCORE', dead, '-inf', ARGV[2])
redis.call('ZREMRANGEBYRANK', dead, 0, -tonumber(ARGV[3]) - 1)
return moved
