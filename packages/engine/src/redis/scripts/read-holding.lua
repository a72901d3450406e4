-- Reads many lists or hashes with one command, and gives only what holds a text.
-- KEYS what to read
-- ARGV[1] LRANGE or HGETALL, ARGV[2] the text, "" for everything, ARGV[3] … what follows the key
-- Reply: for each key its elements, or its fields and values, whose text holds the text; nothing for
-- a key that does not exist or is empty.
-- A script so that one job of thousands that run is found without sending them all. Whoever calls it
-- keeps it short: Redis does nothing else meanwhile.
local width = ARGV[1] == 'HGETALL' and 2 or 1
local replies = {}
for at, key in ipairs(KEYS) do
  local all = redis.call(ARGV[1], key, unpack(ARGV, 3))
  local held = ARGV[2] == '' and all or {}
  if ARGV[2] ~= '' then
    for last = width, #all, width do
      if string.find(all[last], ARGV[2], 1, true) then
        for part = last - width + 1, last do held[#held + 1] = all[part] end
      end
    end
  end
  replies[at] = #all > 0 and held
end
return replies
