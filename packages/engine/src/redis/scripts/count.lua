-- Adds to counters of all time and of the day, and notes when runs of some queues ended last.
-- KEYS[1] to KEYS[4] pairs: counter, the same of the day, KEYS[5] … the notes
-- ARGV[1] life of the counters of a day in seconds, ARGV[2] and ARGV[3] for each pair how many,
-- ARGV[4] life of a note in seconds, ARGV[5] … for each note epoch milliseconds
-- Reply: nothing
-- One script, because a part of it would be counted again. Prolonging goes first, because a full
-- Redis refuses only the first write of a script.
for number = 1, 3, 2 do
  local count = ARGV[(number + 3) / 2]
  redis.call('EXPIRE', KEYS[number + 1], ARGV[1])
  redis.call('INCRBY', KEYS[number], count)
  redis.call('INCRBY', KEYS[number + 1], count)
  redis.call('EXPIRE', KEYS[number + 1], ARGV[1])
end
for number = 5, #KEYS do
  -- Another process may have counted a later one before.
  local known = redis.call('GET', KEYS[number])
  if not known or tonumber(known) < tonumber(ARGV[number]) then
    redis.call('SET', KEYS[number], ARGV[number], 'EX', ARGV[4])
  end
end
