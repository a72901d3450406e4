-- Puts one slice of what an operation deleted back where it was.
-- KEYS[1] the operation, [2] its trash, [3] the sorted set, [4…7] as unique-lock.lua wants
-- ARGV[1] who works on it, [2] how many at most, [3] the end of the lease (epoch ms)
-- Reply: what was put back, as score, text, score, text …; nil when the operation is not being undone
-- by this one.
-- Atomic, so that a process killed between two commands loses nothing.
local operation, trash, set = KEYS[1], KEYS[2], KEYS[3]
local held = redis.call('HMGET', operation, 'state', 'owner')
if held[1] ~= 'undoing' or held[2] ~= ARGV[1] then
  return false
end
local locks = unique_locks(4)
local entries = redis.call('LPOP', trash, ARGV[2] * 2) or {}
if #entries > 0 then
  redis.call('ZADD', set, unpack(entries))
end
for at = 2, #entries, 2 do
  unique_moved(locks, entries[at], set)
end
redis.call('HINCRBY', operation, 'restored', #entries / 2)
redis.call('HSET', operation, 'lease', ARGV[3])
return entries
