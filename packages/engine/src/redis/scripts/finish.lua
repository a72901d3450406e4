-- Ends a unit of work that holds a lock or slots, in any of the ways there are.
-- Libraries unique-lock.lua, limits.lua. KEYS[1] … [14] as they want them,
-- KEYS[15] in-flight list, KEYS[16] list or set in which the job is afterwards
-- ARGV[1] way out: done, discarded, retry, dead, requeued or given-back; ARGV[2] payload as fetched,
-- ARGV[3] payload to store, ARGV[4] score, ARGV[5] forget what died before this, ARGV[6] size of
-- the dead set as Sidekiq counts it, ARGV[7] queue, ARGV[8] incarnation, ARGV[9] jid,
-- ARGV[10] digest of the lock or "", ARGV[11] "1" = the lock stays until it runs out,
-- then for each limit two values: name, what the code says
-- Reply: 1, or 0 when the unit is no longer ours; then nothing is written.
-- Atomic because whoever waits for the slot or follows the job must not be forgotten by a crash.
local locks = unique_locks(1)
local rooms = limit_rooms(5, locks)
local way, raw, text, target = ARGV[1], ARGV[2], ARGV[3], KEYS[16]

if redis.call('LREM', KEYS[15], -1, raw) == 0 then
  return 0
end
if way == 'retry' then
  redis.call('ZADD', target, ARGV[4], text)
elseif way == 'dead' then
  redis.call('ZADD', target, ARGV[4], text)
  redis.call('ZREMRANGEBYSCORE', target, '-inf', ARGV[5])
  redis.call('ZREMRANGEBYRANK', target, 0, -tonumber(ARGV[6]))
elseif way == 'requeued' or way == 'given-back' then
  redis.call(way == 'requeued' and 'LPUSH' or 'RPUSH', target, text)
  redis.call('SADD', locks.queues, ARGV[7])
end

local digest, jid = ARGV[10], ARGV[9]
if digest ~= '' then
  local key = locks.prefix .. digest
  if way == 'done' and ARGV[11] == '1' and redis.call('HEXISTS', key, 'next') == 0 then
    unique_follow(locks, digest, jid, 'done', '')
  elseif way == 'done' or way == 'discarded' or way == 'dead' then
    unique_release(locks, digest, jid)
  else
    unique_follow(locks, digest, jid, target, text)
  end
end

for at = 12, #ARGV, 2 do
  local limit = limit_named(rooms, ARGV[at], ARGV[at + 1])
  local slot = redis.call('HGET', limit.slots, jid)
  if slot and string.match(slot, '^%S+') == ARGV[8] then
    limit_wake(limit, limit_drop(limit, jid))
  end
end
return 1
