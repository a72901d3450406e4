-- Notes that a unique job starts: its lock is released (until: start), or says from now on that
-- the job runs and cannot be replaced any more.
-- Library unique-lock.lua. KEYS[1] … [4] as it wants them
-- ARGV[1] digest, ARGV[2] jid, ARGV[3] "1" = release
-- Reply: 1
-- Atomic because the lock may pass to another job between a look and a write.
local locks = unique_locks(1)
if ARGV[3] == '1' then
  unique_release(locks, ARGV[1], ARGV[2])
else
  unique_follow(locks, ARGV[1], ARGV[2], 'running', '')
end
return 1
