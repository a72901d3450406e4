-- Registers a new incarnation of a process that lives.
-- KEYS[1] registry of incarnations, KEYS[2] the process's liveness key
-- ARGV[1] life of the key in milliseconds, ARGV[2] incarnation, ARGV[3] its description
-- Reply: 1
-- Atomic because an incarnation without life would be reaped at once.
-- A full Redis refuses what grows, but only as the first write of a script: so removing goes first.
redis.call('DEL', KEYS[2])
redis.call('SET', KEYS[2], '1', 'PX', ARGV[1])
redis.call('HSET', KEYS[1], ARGV[2], ARGV[3])
return 1
