-- Goes through what an operation deleted from a long queue, a slice at a time: frees locks of unique jobs, and
-- gives the texts, for whoever must be told.
-- KEYS[1] the operation, [2] its trash, [3…6] as unique-lock.lua wants
-- ARGV[1] who works on it, [2] how many at most, [3] the end of the lease (epoch ms)
-- Reply: the texts; nil when the operation is not this one's to end.
-- A script so that another process goes on behind the last slice.
local held = redis.call('HMGET', KEYS[1], 'state', 'owner', 'exchanged', 'settled')
if held[1] ~= 'running' or held[2] ~= ARGV[1] or not held[3] then
  return false
end
local settled = tonumber(held[4] or 0)
local locks, texts = unique_locks(3), redis.call('LRANGE', KEYS[2], settled, settled + ARGV[2] - 1)
for _, text in ipairs(texts) do
  unique_forget(locks, text)
end
redis.call('HSET', KEYS[1], 'settled', settled + #texts, 'lease', ARGV[3])
return texts
