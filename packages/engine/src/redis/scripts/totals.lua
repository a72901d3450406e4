-- How much was done, and how much the sets hold.
-- KEYS[1] the counter of all runs, [2] of the failed ones, [3…] sorted sets
-- Reply: both counters, then the size of each set.
-- A script so that every page, which all show these, asks once.
local reply = { redis.call('GET', KEYS[1]) or '0', redis.call('GET', KEYS[2]) or '0' }
for at = 3, #KEYS do
  reply[at] = redis.call('ZCARD', KEYS[at])
end
return reply
