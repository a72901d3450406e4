-- Puts the copy of a long queue in its place, when only what came since is missing: that is added first.
-- KEYS as queue-copy.lua wants, then [5] the trash
-- ARGV[1] who works on it, [2] jobs looked at, [3] how many to add in one go, [4] the end of the lease (epoch
--         ms), [5] life of the trash in seconds
-- Reply: 2 when it is in its place, 1 when there is more to add; nil when the operation was aborted, is
-- somebody else's, stands elsewhere, or must begin again.
-- One script: no job is pushed or taken between the last look and the exchange, which takes the same time
-- however long the queue is. Its old list is freed by Redis in the background.
local copy, most = copy_keys(1), tonumber(ARGV[3])
if not copy_is_due(copy, ARGV[1], ARGV[2]) then
  return false
end
local at, copied = copy_extent(copy)
if not copied or redis.call('LLEN', copy.list) - at - copied > most then
  copy_discard(copy, at)
  return false
end
redis.call('HSET', copy.operation, 'lease', ARGV[4])
local pushed = at > 0 and redis.call('LRANGE', copy.list, math.max(0, at - most), at - 1) or {}
for index = #pushed, 1, -1 do -- The oldest of them first.
  redis.call('LPUSH', copy.stays, pushed[index])
end
if at > most then
  redis.call('HSET', copy.operation, 'copy_first', pushed[1], 'copy_at', at - most, 'copied', copied + #pushed)
  return 1
end
local older = redis.call('LRANGE', copy.list, at + copied, -1)
if #older > 0 then
  redis.call('RPUSH', copy.stays, unpack(older))
end
redis.call('UNLINK', copy.list)
if redis.call('EXISTS', copy.stays) == 1 then
  redis.call('PERSIST', copy.stays)
  redis.call('RENAME', copy.stays, copy.list)
end
redis.call('HDEL', copy.operation, 'copy_first', 'copy_at', 'copied', 'copy_last')
redis.call('HSET', copy.operation, 'done', redis.call('LLEN', copy.goes), 'exchanged', 1)
if redis.call('EXISTS', copy.goes) == 1 then
  redis.call('RENAME', copy.goes, KEYS[5])
  redis.call('EXPIRE', KEYS[5], ARGV[5])
end
return 2
