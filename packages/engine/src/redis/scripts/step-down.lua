-- Gives the leadership up, so that another process can have it at once.
-- KEYS[1] who leads ("<term> <identity>"), KEYS[2] Sidekiq's dear-leader
-- ARGV[1] "<term> <identity>" of the caller, ARGV[2] its identity
-- Reply: 1 when it led, else 0.
-- Atomic because the leadership may expire and go to another between a look and the deletion.
if redis.call('GET', KEYS[2]) == ARGV[2] then
  redis.call('DEL', KEYS[2])
end
if redis.call('GET', KEYS[1]) ~= ARGV[1] then
  return 0
end
return redis.call('DEL', KEYS[1])
