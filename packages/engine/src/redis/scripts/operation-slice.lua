-- Does one slice of an operation on a sorted set: moves entries to their queues, to the dead or into the
-- trash, and counts them in the operation's own record.
-- KEYS[1] the operation, [2] the sorted set, [3] the trash, [4] the set of queue names, [5] the dead set,
--         [6…9] as the library unique-lock.lua wants, [10…] one list for each queue that appears
-- ARGV[1] who works on it, [2] 'delete', 'kill' or 'enqueue', [3] entries looked at, [4] of these left
--         where they are, [5] the end of the lease (epoch ms), [6] life of the trash in seconds, [7] the
--         time of death (epoch s), [8] who died before this is forgotten, [9] how many dead are kept,
--         [10…] for each entry to move: stored text, text to push, queue, position of its list, from 1
-- Reply: a list with 1 for each entry that was moved and 0 for each that was gone; nil when the
-- operation was aborted or is somebody else's.
-- What goes to one list is pushed in one command, in the order given. One script, so that a process killed at any moment has moved and counted a slice, or neither.
local operation, set, trash, names, dead = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]
local verb = ARGV[2]
local held = redis.call('HMGET', operation, 'state', 'owner')
if held[1] ~= 'running' or held[2] ~= ARGV[1] then
  return false
end
local locks = unique_locks(6)
local moved, done, rest, pushed = {}, 0, {}, {}
for at = 10, #KEYS do
  redis.call('LLEN', KEYS[at]) -- Fails where this is no list, before anything was taken.
  pushed[at] = {}
end
for index = 10, #ARGV, 4 do
  local stored = ARGV[index]
  local score = verb == 'delete' and redis.call('ZSCORE', set, stored) or ARGV[7]
  local taken = redis.call('ZREM', set, stored)
  moved[#moved + 1] = taken
  if taken == 1 and verb == 'enqueue' then
    local at = 9 + tonumber(ARGV[index + 3])
    pushed[at].name = ARGV[index + 2]
    table.insert(pushed[at], ARGV[index + 1])
  elseif taken == 1 then
    table.insert(rest, score)
    table.insert(rest, stored)
    unique_forget(locks, stored)
  end
  done = done + taken
end
for at, texts in pairs(pushed) do
  if #texts > 0 then
    redis.call('SADD', names, texts.name)
    redis.call('LPUSH', KEYS[at], unpack(texts))
  end
  for _, text in ipairs(texts) do
    unique_moved(locks, text, KEYS[at])
  end
end
if #rest > 0 then
  redis.call('ZADD', verb == 'kill' and dead or trash, unpack(rest))
end
if verb == 'delete' then
  redis.call('EXPIRE', trash, ARGV[6])
elseif verb == 'kill' then
  redis.call('ZREMRANGEBYSCORE', dead, '-inf', ARGV[8])
  redis.call('ZREMRANGEBYRANK', dead, 0, -tonumber(ARGV[9]) - 1)
end
redis.call('HINCRBY', operation, 'looked', ARGV[3])
redis.call('HINCRBY', operation, 'stayed', ARGV[4])
redis.call('HINCRBY', operation, 'done', done)
redis.call('HSET', operation, 'lease', ARGV[5])
return moved
