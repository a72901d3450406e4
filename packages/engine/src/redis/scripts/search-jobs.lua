-- Looks through a piece of a queue or of a sorted set for jobs that contain all of some texts.
-- KEYS[1] the list or the sorted set
-- ARGV[1] 'queue' (next to run first), 'up' (lowest score first) or 'down'
-- ARGV[2] how many to pass over, ARGV[3] how many to look at, ARGV[4] stop after so many found,
-- ARGV[5] … the texts
-- Reply: how many there are in all, how many were looked at, then pairs of score ('' in a queue) and
-- text of what was found.
-- A script so that only what is found crosses the network. A piece of 1,000 takes Redis less than a
-- millisecond, wherever it lies. Scores are asked for at the end: writing them for all entries takes as
-- long as looking through these.
local key, way, from, count, most = KEYS[1], ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local function has_all(text)
  for at = 5, #ARGV do
    if not string.find(text, ARGV[at], 1, true) then
      return false
    end
  end
  return true
end
local is_queue = way == 'queue'
local entries
if is_queue then
  entries = redis.call('LRANGE', key, -from - count, -from - 1)
else
  entries = redis.call(way == 'up' and 'ZRANGE' or 'ZREVRANGE', key, from, from + count - 1)
end
local looked, found = 0, {}
for at = 1, #entries do
  local text = entries[is_queue and #entries - at + 1 or at]
  looked = at
  if has_all(text) then
    found[#found + 1] = text
  end
  if #found >= most then
    break
  end
end
local scores = not is_queue and #found > 0 and redis.call('ZMSCORE', key, unpack(found)) or {}
local reply = { redis.call(is_queue and 'LLEN' or 'ZCARD', key), looked }
for at, text in ipairs(found) do
  reply[#reply + 1] = scores[at] or ''
  reply[#reply + 1] = text
end
return reply
