-- Reads error class and time of failure of a piece of the retry or the dead set.
-- KEYS[1] the sorted set
-- ARGV[1] how many to pass over, ARGV[2] how many to look at; highest score first
-- Reply: how many there are in all, how many were looked at, then pairs of error class and time as
-- they are written.
-- A script so that not all of the jobs cross the network. Patterns, because Lua must not decode
-- others' JSON: the last error class counts, which is behind the arguments, and the times behind it.
local entries = redis.call('ZREVRANGE', KEYS[1], ARGV[1], ARGV[1] + ARGV[2] - 1)
local reply = { redis.call('ZCARD', KEYS[1]), #entries }
for _, text in ipairs(entries) do
  local error_class, after = string.match(text, '.*"error_class"%s*:%s*"(.-)"()')
  local rest = string.sub(text, after or 1)
  local at = string.match(rest, '.*"retried_at"%s*:%s*([%d%.]+)')
    or string.match(rest, '.*"failed_at"%s*:%s*([%d%.]+)')
  reply[#reply + 1] = error_class or ''
  reply[#reply + 1] = at or ''
end
return reply
