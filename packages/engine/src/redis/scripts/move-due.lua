-- Moves due jobs that need no careful reading from a sorted set to their queues, oldest first.
-- KEYS[1] the set, KEYS[2] set of queue names, KEYS[3] prefix of the queues
-- ARGV[1] epoch seconds now, ARGV[2] epoch milliseconds for `enqueued_at`, ARGV[3] how many at most
-- Reply: {how many were moved, 1 when the next one needs enqueue-due.lua or 0}
-- Atomic because every process of every kind moves due jobs, and a crash must lose none.
--
-- JSON is not read here. A job is plain when its text has one "queue", before anything nested, so
-- that it is the job's own and no argument's; no "enqueued_at" yet; and no lock to be looked after.
local function plain_queue(text)
  local _, last, queue = string.find(text, '^{[^%[{]-"queue":"([^"\\]+)"')
  if not last or string.byte(text, -1) ~= 125 or string.find(text, '"queue":', last, true) then
    return nil
  end
  local before = string.byte(text, last - #queue - 10)
  local is_key = before == 44 or before == 123
  if not is_key or string.find(text, '"enqueued_at":', 1, true) then
    return nil
  end
  return string.sub(text, 1, 17) ~= '{"howdah_unique":' and queue or nil
end

local due = redis.call('ZRANGE', KEYS[1], '-inf', ARGV[1], 'BYSCORE', 'LIMIT', 0, ARGV[3])
local ending = ',"enqueued_at":' .. ARGV[2] .. '}'
local groups, count = {}, 0
for _, text in ipairs(due) do
  local queue = plain_queue(text)
  if not queue then
    break
  end
  local group = groups[queue]
  if not group then
    group = {}
    groups[queue] = group
  end
  group[#group + 1] = string.sub(text, 1, -2) .. ending
  count = count + 1
end
if count > 0 then
  -- The due ones are the first of the set. Removing before writing also works in a full Redis.
  redis.call('ZREMRANGEBYRANK', KEYS[1], 0, count - 1)
end
for queue, payloads in pairs(groups) do
  redis.call('SADD', KEYS[2], queue)
  redis.call('LPUSH', KEYS[3] .. queue, unpack(payloads))
end
return { count, count < #due and 1 or 0 }
