-- Looks through a piece of a queue or of a sorted set for jobs that contain all of some texts.
-- KEYS[1] the list or the sorted set
-- ARGV[1] 'queue' (next to run first), 'up' (lowest score first) or 'down'
-- ARGV[2] how many to pass over, ARGV[3] how many to look at, ARGV[4] stop after so many found,
-- ARGV[5] … the texts
-- Reply: how many there are in all, how many were looked at, then pairs of score ('' in a queue) and
-- text of what was found.
-- A script so that only what is found crosses the network. Scores are asked for at the end: writing them for
-- all entries takes as long as looking through these.
local key, way = KEYS[1], ARGV[1]
local is_queue = way == 'queue'
local looked, found = look_through(key, way, tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4]), 5)
local scores = not is_queue and #found > 0 and redis.call('ZMSCORE', key, unpack(found)) or {}
local reply = { redis.call(is_queue and 'LLEN' or 'ZCARD', key), looked }
for at, text in ipairs(found) do
  reply[#reply + 1] = scores[at] or ''
  reply[#reply + 1] = text
end
return reply
