-- How many jobs hold a slot of each of some limits, and how many wait for one.
-- KEYS[1] slots of the limit without a name, KEYS[2] order of its parked jobs, alike
-- ARGV[1] … names of limits
-- Reply: for each name two numbers, held and parked.
-- One script, so that a page with a hundred limits asks once.
local reply = {}
for _, name in ipairs(ARGV) do
  reply[#reply + 1] = redis.call('HLEN', KEYS[1] .. name)
  reply[#reply + 1] = redis.call('ZCARD', KEYS[2] .. name)
end
return reply
