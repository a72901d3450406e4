-- Gives units of work of a reaped incarnation back to their queue, or buries those that took their
-- process down too often.
-- KEYS[1] in-flight list, KEYS[2] queue, KEYS[3] set of queue names, KEYS[4] dead set,
-- KEYS[5] … [8] as the library unique-lock.lua wants, KEYS[9] … for each unit the counter of its
-- recoveries
-- ARGV[1] name of the queue, ARGV[2] life of a counter in seconds, ARGV[3] epoch seconds now,
-- ARGV[4] … pairs: payload, and the payload to bury or "" to give it back; the last goes first
-- Reply: how many were given back or buried by us.
-- Atomic because two reapers may look at the same list.
local locks = unique_locks(5)
local moved = 0
for at = 4, #ARGV, 2 do
  if redis.call('LREM', KEYS[1], -1, ARGV[at]) == 1 then
    moved = moved + 1
    if ARGV[at + 1] == '' then
      redis.call('RPUSH', KEYS[2], ARGV[at])
      redis.call('SADD', KEYS[3], ARGV[1])
      unique_moved(locks, ARGV[at], KEYS[2])
    else
      redis.call('ZADD', KEYS[4], ARGV[3], ARGV[at + 1])
      unique_forget(locks, ARGV[at])
    end
    local counter = KEYS[9 + (at - 4) / 2]
    redis.call('INCR', counter)
    redis.call('EXPIRE', counter, ARGV[2])
  end
end
return moved
