-- Does one slice of an operation on a sorted set: moves entries to their queues, to the dead or into the
-- trash, and counts them in the operation's own record.
-- KEYS[1] the operation, [2] the sorted set, [3] the trash, [4] the set of queue names, [5] the dead set,
--         [6…9] as the library unique-lock.lua wants, [10…] one list for each queue that appears
-- ARGV[1] who works on it, [2] 'delete', 'kill' or 'enqueue', [3] entries looked at before, [4] and now, [5]
--         score and [6] text of the last of these, [7] the end of the lease (epoch ms), [8] life of the trash
--         in seconds, [9] the time of death (epoch s), [10] who died before this is forgotten, [11] how many
--         dead are kept, [12…] for each list the name of its queue, then for each entry the stored text;
--         to enqueue it also the text to push and the position of its list, from 1
-- Reply: a list with 1 for each entry that was moved and 0 for each that was gone; nil when the
-- operation was aborted, is somebody else's, or has not come to this slice.
-- What goes to one place goes in one command. One script, so that a process killed at any moment has moved
-- and counted a slice, or neither.
local operation, set, trash, names, dead = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]
local verb, looked = ARGV[2], tonumber(ARGV[3])
local held = redis.call('HMGET', operation, 'state', 'owner', 'looked')
if held[1] ~= 'running' or held[2] ~= ARGV[1] or tonumber(held[3] or 0) ~= looked then
  return false
end
local lists, step, locks = #KEYS - 9, verb == 'enqueue' and 3 or 1, unique_locks(6)
local pushed, stored = {}, {}
for at = 1, lists do
  redis.call('LLEN', KEYS[9 + at]) -- Fails where this is no list, before anything was taken.
  pushed[at] = {}
end
for at = 12 + lists, #ARGV, step do
  stored[#stored + 1] = ARGV[at]
end
local scores = #stored > 0 and redis.call('ZMSCORE', set, unpack(stored)) or {}
local moved, taken, rest, seen = {}, {}, {}, {}
for at, text in ipairs(stored) do
  local is_there = scores[at] and not seen[text]
  moved[at], seen[text] = is_there and 1 or 0, true
  if is_there then
    taken[#taken + 1] = text
    if verb == 'enqueue' then
      local first = 11 + lists + at * 3 - 2
      table.insert(pushed[tonumber(ARGV[first + 2])], ARGV[first + 1])
    else
      rest[#rest + 1] = verb == 'kill' and ARGV[9] or scores[at]
      rest[#rest + 1] = text
    end
  end
end
if #taken > 0 then
  redis.call('ZREM', set, unpack(taken))
end
for at, texts in ipairs(pushed) do
  if #texts > 0 then
    redis.call('SADD', names, ARGV[11 + at])
    redis.call('LPUSH', KEYS[9 + at], unpack(texts))
  end
  for _, text in ipairs(texts) do
    unique_moved(locks, text, KEYS[9 + at])
  end
end
if #rest > 0 and verb == 'kill' then
  redis.call('ZADD', dead, unpack(rest))
  redis.call('ZREMRANGEBYSCORE', dead, '-inf', ARGV[10])
  redis.call('ZREMRANGEBYRANK', dead, 0, -tonumber(ARGV[11]) - 1)
elseif #rest > 0 then
  redis.call('RPUSH', trash, unpack(rest))
  redis.call('EXPIRE', trash, ARGV[8])
end
for at = 2, #rest, 2 do
  unique_forget(locks, rest[at])
end
redis.call('HSET', operation, 'looked', looked + ARGV[4], 'score', ARGV[5], 'text', ARGV[6], 'lease', ARGV[7])
redis.call('HINCRBY', operation, 'done', #taken)
return moved
