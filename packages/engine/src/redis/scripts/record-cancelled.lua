-- Writes down that a cancelled job has ended, and takes its mark and its iteration state away.
-- KEYS[1] iteration state of the job, KEYS[2] its outcome
-- ARGV[1] outcome to write, ARGV[2] its life in seconds
-- Reply: 1
-- A script because it deletes first: so it works in a Redis that is full, where MULTI does not.
redis.call('DEL', KEYS[1])
redis.call('SET', KEYS[2], ARGV[1], 'EX', ARGV[2])
return 1
