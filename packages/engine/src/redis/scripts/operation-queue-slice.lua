-- Does one slice of an operation on a queue: deletes chosen jobs of one piece into the trash, and counts
-- them in the operation's own record.
-- KEYS[1] the operation, [2] the queue's list, [3] the trash, [4…7] as unique-lock.lua wants
-- ARGV[1] who works on it, [2] jobs looked at before, [3] and now, [4] position from the left where the piece
--         begins, [5] by how many what was pushed since may have moved it, [6] the end of the lease (epoch
--         ms), [7] life of the trash in seconds, [8] a text that no job has, [9…] the stored texts
-- Reply: a list with 1 for each job that was deleted and 0 for each that was not there; nil when the
-- operation was aborted, is somebody else's, or has not come to this slice.
-- Overwriting each where it lies and removing all in one walk is as in delete-piece-of-queue.lua. One
-- script, so that a process killed at any moment has deleted and counted a slice, or neither.
local operation, list, trash, grave = KEYS[1], KEYS[2], KEYS[3], ARGV[8]
local before, looked, first = tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local held = redis.call('HMGET', operation, 'state', 'owner', 'looked')
if held[1] ~= 'running' or held[2] ~= ARGV[1] or tonumber(held[3] or 0) ~= before then
  return false
end
local wanted, deleted, left, taken = {}, {}, #ARGV - 8, {}
for at = #ARGV, 9, -1 do
  wanted[ARGV[at]] = wanted[ARGV[at]] or {}
  table.insert(wanted[ARGV[at]], at - 8)
  deleted[at - 8] = 0
end

local function bury(from, to)
  for offset, text in ipairs(redis.call('LRANGE', list, from, to)) do
    local which = wanted[text] and table.remove(wanted[text])
    if which then
      deleted[which], left = 1, left - 1
      taken[#taken + 1] = text
      redis.call('LSET', list, from + offset - 1, grave)
    end
    if left == 0 then
      break
    end
  end
end

if left > 0 then
  bury(first, first + looked - 1)
end
if left > 0 then
  bury(first + looked, first + looked + tonumber(ARGV[5]) - 1)
end
if #taken > 0 then
  local is_near = first < redis.call('LLEN', list) / 2
  redis.call('LREM', list, is_near and #taken or -#taken, grave)
  redis.call('RPUSH', trash, unpack(taken))
  redis.call('EXPIRE', trash, ARGV[7])
end
local locks = unique_locks(4)
for _, text in ipairs(taken) do
  unique_forget(locks, text)
end
redis.call('HSET', operation, 'looked', before + looked, 'lease', ARGV[6])
redis.call('HINCRBY', operation, 'stayed', looked - (#ARGV - 8))
redis.call('HINCRBY', operation, 'done', #taken)
return deleted
