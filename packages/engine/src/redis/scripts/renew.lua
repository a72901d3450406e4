-- Says that a process lives, and asks which of its incarnations are still in their rights.
-- KEYS[1] registry of incarnations, KEYS[2] the process's liveness key
-- ARGV[1] life of the key in milliseconds, ARGV[2] a tombstone's value, then pairs: incarnation,
-- field of its tombstone
-- Reply: 1 or 0 for each incarnation.
-- One without rights and without a tombstone was forgotten by a Redis that lost data: it gets a
-- tombstone, so that what may still land in its lists is found.
-- Atomic because a reaper must see either no life, or all of the answer that we see.
if redis.call('PEXPIRE', KEYS[2], ARGV[1]) == 0 then
  -- A full Redis refuses only the first write of a script; PEXPIRE was that.
  redis.call('SET', KEYS[2], '1', 'PX', ARGV[1])
end
local reply = {}
for at = 3, #ARGV, 2 do
  local has_rights = redis.call('HEXISTS', KEYS[1], ARGV[at])
  if has_rights == 0 then
    redis.call('HSETNX', KEYS[1], ARGV[at + 1], ARGV[2])
  end
  reply[#reply + 1] = has_rights
end
return reply
