-- Does one slice of an operation on a queue: deletes chosen jobs of one piece into the trash, and counts
-- them in the operation's own record.
-- KEYS[1] the operation, [2] the queue's list, [3] the trash, [4…7] as unique-lock.lua wants
-- ARGV[1] who works on it, [2] jobs looked at, [3] position from the left where the piece begins, [4]
--         where it ends, [5] the end of the lease (epoch ms), [6] life of the trash in seconds, [7] a
--         text that no job has, [8…] the stored texts
-- Reply: a list with 1 for each job that was deleted and 0 for each that was not there; nil when the
-- operation was aborted or is somebody else's.
-- Overwriting each where it lies and removing all in one walk is as in delete-piece-of-queue.lua. One
-- script, so that a process killed at any moment has deleted and counted a slice, or neither.
local operation, list, trash, grave = KEYS[1], KEYS[2], KEYS[3], ARGV[7]
local held = redis.call('HMGET', operation, 'state', 'owner')
if held[1] ~= 'running' or held[2] ~= ARGV[1] then
  return false
end
local wanted, deleted = {}, {}
for at = #ARGV, 8, -1 do
  wanted[ARGV[at]] = wanted[ARGV[at]] or {}
  table.insert(wanted[ARGV[at]], at - 7)
  deleted[at - 7] = 0
end
local locks = unique_locks(4)
local length, first, done = redis.call('LLEN', list), tonumber(ARGV[3]), 0
local piece = #ARGV < 8 and {} or redis.call('LRANGE', list, first, ARGV[4])
for offset, text in ipairs(piece) do
  local which = wanted[text] and table.remove(wanted[text])
  if which then
    deleted[which], done = 1, done + 1
    redis.call('RPUSH', trash, text)
    redis.call('LSET', list, first + offset - 1, grave)
    unique_forget(locks, text)
  end
end
if done > 0 then
  redis.call('LREM', list, first < length / 2 and done or -done, grave)
  redis.call('EXPIRE', trash, ARGV[6])
end
redis.call('HINCRBY', operation, 'looked', ARGV[2])
redis.call('HINCRBY', operation, 'stayed', ARGV[2] - done)
redis.call('HINCRBY', operation, 'done', done)
redis.call('HSET', operation, 'lease', ARGV[5])
return deleted
