-- Marks a job as cancelled, as Sidekiq does, and tells all processes.
-- KEYS[1] iteration state of the job, KEYS[2] its outcome
-- ARGV[1] epoch seconds now, ARGV[2] life of the mark in seconds, ARGV[3] outcome to write,
-- ARGV[4] its life in seconds, ARGV[5] channel, ARGV[6] message
-- Reply: 1 when the mark is new, 0 when the job was marked already.
-- One script because EXPIRE … NX needs Redis 7, and a mark without an end would lie there for ever.
-- It deletes first: so it works in a Redis that is full, where cancelling makes room.
redis.call('DEL', KEYS[2])
redis.call('SET', KEYS[2], ARGV[3], 'EX', ARGV[4])
local is_new = redis.call('HSETNX', KEYS[1], 'cancelled', ARGV[1])
if redis.call('TTL', KEYS[1]) < 0 then
  redis.call('EXPIRE', KEYS[1], ARGV[2])
end
redis.call('PUBLISH', ARGV[5], ARGV[6])
return is_new
