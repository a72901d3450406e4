-- Library: the copy that an operation makes of a long queue, without what it deletes, to put in its place.
--
-- It begins at the left, where new jobs come in, and grows to the right: what workers take is not copied yet,
-- and what is pushed meanwhile lies left of it. So its first entry is sought from where it was, and its last one
-- must lie as far behind as were copied. Else somebody else has deleted one of them, and it is worth nothing.
--
-- KEYS from `first` on: the operation, the queue's list, what stays, what is deleted
local function copy_keys(first)
  return { operation = KEYS[first], list = KEYS[first + 1], stays = KEYS[first + 2], goes = KEYS[first + 3] }
end

-- Whether the operation is under way, this owner's, and has looked at so many.
local function copy_is_due(copy, owner, looked)
  local held = redis.call('HMGET', copy.operation, 'state', 'owner', 'looked')
  return held[1] == 'running' and held[2] == owner and tonumber(held[3] or 0) == tonumber(looked)
end

-- Nobody pushes more than so many between two scripts of an operation that goes on: some three milliseconds of looking.
local copy_most_pushed = 5000

local function copy_find(list, text, at)
  if redis.call('LINDEX', list, at) == text then
    return at
  end
  for from = at + 1, at + copy_most_pushed, 500 do
    for offset, other in ipairs(redis.call('LRANGE', list, from, from + 499)) do
      if other == text then
        return from + offset - 1
      end
    end
  end
  return nil
end

-- Gives its place in the queue, nil where its first job is gone, and how many were copied: nil where it is
-- worth nothing, as it also is when it has run out or was evicted, whole or in part.
local function copy_extent(copy)
  local held = redis.call('HMGET', copy.operation, 'copy_first', 'copy_at', 'copied', 'copy_last')
  local at, copied = held[1] and copy_find(copy.list, held[1], tonumber(held[2] or 0)), tonumber(held[3] or 0)
  if not at or redis.call('LLEN', copy.stays) + redis.call('LLEN', copy.goes) ~= copied then
    return at
  end
  if copied > 0 and redis.call('LINDEX', copy.list, at + copied - 1) ~= held[4] then
    return at
  end
  return at, copied
end

-- The queue is as it was: the operation begins again, at the same job if that is still there.
local function copy_discard(copy, at)
  redis.call('UNLINK', copy.stays, copy.goes)
  redis.call('HDEL', copy.operation, 'copied', 'copy_last')
  if at then
    redis.call('HSET', copy.operation, 'copy_at', at)
  else
    redis.call('HDEL', copy.operation, 'copy_first', 'copy_at')
  end
  redis.call('HSET', copy.operation, 'looked', 0)
  redis.call('HINCRBY', copy.operation, 'copies_lost', 1)
end
