-- Size, next job and pause of some queues.
-- KEYS[1] the set of paused queues, [2] the notes on pauses, [3…] the queues' lists
-- ARGV the queues' names
-- Reply: for each queue its size, the text of its next job, 1 when it is paused, the note.
-- A script so that every page, which all show these, asks once.
local reply = {}
for at, name in ipairs(ARGV) do
  local list = KEYS[at + 2]
  reply[#reply + 1] = redis.call('LLEN', list)
  reply[#reply + 1] = redis.call('LINDEX', list, -1)
  reply[#reply + 1] = redis.call('SISMEMBER', KEYS[1], name)
  reply[#reply + 1] = redis.call('HGET', KEYS[2], name)
end
return reply
