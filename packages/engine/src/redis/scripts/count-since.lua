-- Counts the jobs of queues that came in at or after a moment.
-- KEYS the queues' lists
-- ARGV[1] the moment in epoch milliseconds
-- Reply: for each queue how many of those that still wait came since.
-- New jobs come in at the left, so halving finds the border: some 20 looks for a million jobs. A
-- script, because positions shift between two looks. The time is read with a pattern: what holds
-- no time, or more than one, makes the number inexact and nothing else.
local since = tonumber(ARGV[1])
local function came_at(list, position)
  local text = redis.call('LINDEX', list, position)
  local found = text and string.match(text, '"enqueued_at"%s*:%s*([%d%.eE+]+)')
  local at = found and tonumber(found)
  -- Up to Sidekiq 7 the time is in seconds with a fraction.
  return at and at < 100000000000 and at * 1000 or at
end
local function count(list)
  local low, high = 0, redis.call('LLEN', list)
  while low < high do
    local middle = math.floor((low + high) / 2)
    local at = came_at(list, middle)
    if at and at >= since then
      low = middle + 1
    else
      high = middle
    end
  end
  return low
end
local counts = {}
for at, list in ipairs(KEYS) do
  counts[at] = count(list)
end
return counts
