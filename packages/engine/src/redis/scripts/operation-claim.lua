-- Claims an operation that is under way and that nobody works on any more.
-- KEYS[1] the operation
-- ARGV[1] who claims, [2] now, [3] the end of the lease (both epoch ms)
-- Reply: 1 when it is the claimer's now.
-- Atomic, so that two processes never work on the same operation.
local held = redis.call('HMGET', KEYS[1], 'state', 'owner', 'lease')
if held[1] ~= 'running' and held[1] ~= 'undoing' then
  return 0
end
if held[2] ~= ARGV[1] and tonumber(held[3] or 0) > tonumber(ARGV[2]) then
  return 0
end
redis.call('HSET', KEYS[1], 'owner', ARGV[1], 'lease', ARGV[3])
return 1
