-- Looks through a piece of a queue or of a sorted set for jobs with some jids.
-- KEYS[1] the list or the sorted set
-- ARGV[1] 'queue' (next to run first), 'up' (lowest score first) or 'down'
-- ARGV[2] how many to pass over, ARGV[3] how many to look at, ARGV[4] … the jids
-- Reply: how many there are in all, how many were looked at, then pairs of score ('' in a queue) and
-- text of those that may be meant.
-- A script so that only these cross the network. The jid is read with a pattern; a text that says
-- "jid" more than once, or escapes it, may be meant.
local key, from, count = KEYS[1], tonumber(ARGV[2]), tonumber(ARGV[3])
local wanted = {}
for at = 4, #ARGV do
  wanted[ARGV[at]] = true
end
local function may_be_meant(text)
  local first, last = string.find(text, '"jid"', 1, true)
  if not first or string.find(text, '"jid"', last, true) then
    return true
  end
  local jid = string.match(text, '^%s*:%s*"([^"\\]*)"', last + 1)
  return not jid or wanted[jid]
end
local is_queue = ARGV[1] == 'queue'
local entries
if is_queue then
  entries = redis.call('LRANGE', key, -from - count, -from - 1)
else
  local command = ARGV[1] == 'up' and 'ZRANGE' or 'ZREVRANGE'
  entries = redis.call(command, key, from, from + count - 1, 'WITHSCORES')
end
local width = is_queue and 1 or 2
local reply = { redis.call(is_queue and 'LLEN' or 'ZCARD', key), #entries / width }
for at = 1, #entries, width do
  if may_be_meant(entries[at]) then
    reply[#reply + 1] = is_queue and '' or entries[at + 1]
    reply[#reply + 1] = entries[at]
  end
end
return reply
