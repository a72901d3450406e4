-- Says that a process lives, and asks which of its incarnations are still in their rights.
-- KEYS[1] registry of incarnations, KEYS[2] the process's liveness key
-- ARGV[1] life of the key in milliseconds, ARGV[2] … incarnations
-- Reply: 1 or 0 for each incarnation.
-- Atomic because a reaper must see either no life, or all of the answer that we see.
if redis.call('PEXPIRE', KEYS[2], ARGV[1]) == 0 then
  -- A full Redis refuses only the first write of a script; PEXPIRE was that.
  redis.call('SET', KEYS[2], '1', 'PX', ARGV[1])
end
local reply = {}
for at = 2, #ARGV do
  reply[#reply + 1] = redis.call('HEXISTS', KEYS[1], ARGV[at])
end
return reply
