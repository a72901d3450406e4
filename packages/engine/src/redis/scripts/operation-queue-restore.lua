-- Puts one slice of what an operation deleted from a queue back to its end, in the old order.
-- KEYS[1] the operation, [2] its trash, [3] the queue's list, [4…7] as unique-lock.lua wants, [8] the set
--         of queue names
-- ARGV[1] who works on it, [2] how many at most, [3] the end of the lease (epoch ms), [4] the queue
-- Reply: the texts that were put back; nil when the operation is not being undone by this one.
-- Atomic, so that a process killed between two commands loses nothing.
local operation, trash, list = KEYS[1], KEYS[2], KEYS[3]
local held = redis.call('HMGET', operation, 'state', 'owner')
if held[1] ~= 'undoing' or held[2] ~= ARGV[1] then
  return false
end
local locks = unique_locks(4)
local texts = {}
for at = 1, tonumber(ARGV[2]) do
  local text = redis.call('LMOVE', trash, list, 'RIGHT', 'LEFT')
  if not text then
    break
  end
  texts[at] = text
  unique_moved(locks, text, list)
end
if #texts > 0 then
  redis.call('SADD', KEYS[8], ARGV[4])
end
redis.call('HINCRBY', operation, 'restored', #texts)
redis.call('HSET', operation, 'lease', ARGV[3])
return texts
