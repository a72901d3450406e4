-- Looks through the next piece of a long queue that an operation copies, the newest job first.
-- KEYS as queue-copy.lua wants
-- ARGV[1] who works on it, [2] how many it has looked at, as the caller believes, [3] how many of a piece that
--         is being judged to pass over, [4] how many to look at, [5] stop after so many found, [6…] the texts
--         that each contains
-- Reply: how many were looked at, the text of the last of these, or '' at the end of the queue, then the texts of
-- what was found; nil where the operation stands elsewhere,
-- is somebody else's, or must begin again.
-- A script because a place in the queue holds only while nobody pushes.
local copy = copy_keys(1)
if not copy_is_due(copy, ARGV[1], ARGV[2]) then
  return false
end
local newest = redis.call('LINDEX', copy.list, 0)
if not newest then
  return { 0, '' }
end
if tonumber(ARGV[2]) == 0 then
  redis.call('HSETNX', copy.operation, 'copy_first', newest)
end
local at, copied = copy_extent(copy)
if not copied then
  copy_discard(copy, at)
  return false
end
local from = at + copied + tonumber(ARGV[3])
local looked, found = look_through(copy.list, 'newest', from, tonumber(ARGV[4]), tonumber(ARGV[5]), 6)
local is_end = from + looked >= redis.call('LLEN', copy.list)
return { looked, is_end and '' or redis.call('LINDEX', copy.list, from + looked - 1), unpack(found) }
