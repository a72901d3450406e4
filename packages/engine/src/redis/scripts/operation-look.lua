-- Looks through the next piece of a sorted set for what an operation may mean.
-- KEYS[1] the operation, [2] the sorted set
-- ARGV[1] who works on it, [2] the turn: 0 begins behind the last slice that was done, each other one goes on
--         behind the turn before it, [3] how many to look at, [4] stop after so many found, [5…] the texts
--         that each contains
-- Reply: how many were looked at, score and text of the last of these, then the texts of what was found;
-- nil when the operation was aborted, is somebody else's, or has not come to this turn.
-- A script so that turns can be asked for ahead, and because whoever looks must know that it is still theirs.
local operation, set, turn = KEYS[1], KEYS[2], tonumber(ARGV[2])
local held = redis.call('HMGET', operation, 'state', 'owner', 'turn', 'last_score')
if held[1] ~= 'running' or held[2] ~= ARGV[1] or (turn > 0 and tonumber(held[3]) ~= turn) then
  return false
end
local behind = redis.call('HMGET', operation, unpack(turn == 0 and { 'score', 'text' } or { 'seen_score', 'seen_text' }))
local from = behind[1] and rank_behind(set, behind[1], behind[2]) or 0
local count = math.min(tonumber(ARGV[3]), redis.call('ZCOUNT', set, '-inf', held[4] or '+inf') - from)
if count <= 0 then
  return { 0, '', '' }
end
local looked, found = look_through(set, 'up', from, count, tonumber(ARGV[4]), 5)
local last = redis.call('ZRANGE', set, from + looked - 1, from + looked - 1, 'WITHSCORES')
redis.call('HSET', operation, 'turn', turn + 1, 'seen_score', last[2], 'seen_text', last[1])
return { looked, last[2], last[1], unpack(found) }
