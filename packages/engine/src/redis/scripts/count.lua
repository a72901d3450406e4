-- Adds to counters of all time and of the day.
-- KEYS pairs: counter, the same of the day
-- ARGV[1] life of the counters of a day in seconds, ARGV[2] … for each pair how many
-- Reply: nothing
-- One script, because a part of it would be counted again. Prolonging goes first, because a full
-- Redis refuses only the first write of a script.
for number = 1, #KEYS, 2 do
  local count = ARGV[(number + 3) / 2]
  redis.call('EXPIRE', KEYS[number + 1], ARGV[1])
  redis.call('INCRBY', KEYS[number], count)
  redis.call('INCRBY', KEYS[number + 1], count)
  redis.call('EXPIRE', KEYS[number + 1], ARGV[1])
end
