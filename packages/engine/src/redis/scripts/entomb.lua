-- Takes an incarnation's rights away: its field in the registry becomes a tombstone.
-- KEYS[1] registry of incarnations, KEYS[2] the process's liveness key
-- ARGV[1] incarnation, ARGV[2] field of the tombstone, ARGV[3] its value,
-- ARGV[4] "1" = even if the liveness key is there, because the caller knows better
-- Reply: 1 when done; 0 when the process lives or the incarnation is gone already.
-- Atomic because the process may come back to life at any moment: either it renews its life first
-- and keeps its rights, or it finds them gone.
if ARGV[4] ~= '1' and redis.call('EXISTS', KEYS[2]) == 1 then
  return 0
end
if redis.call('HDEL', KEYS[1], ARGV[1]) == 0 then
  return 0
end
redis.call('HSET', KEYS[1], ARGV[2], ARGV[3])
return 1
