-- Changes the state of an operation, if it is one of some.
-- KEYS[1] the operation
-- ARGV[1] the new state, [2] now (epoch ms), [3] who wants it undone or nothing, [4…] the states from which it may change
-- Reply: 1 when it was changed. What has deleted all that it will cannot be aborted any more.
-- Atomic: an abort and an end at the same time must not undo each other.
local state = redis.call('HGET', KEYS[1], 'state')
if ARGV[1] == 'aborted' and redis.call('HEXISTS', KEYS[1], 'exchanged') == 1 then
  return 0
end
for at = 4, #ARGV do
  if state == ARGV[at] then
    redis.call('HSET', KEYS[1], 'state', ARGV[1], 'ended', ARGV[2], 'lease', 0)
    if ARGV[3] ~= '' then
      redis.call('HSET', KEYS[1], 'undone_by', ARGV[3])
    end
    return 1
  end
end
return 0
