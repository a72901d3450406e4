-- Looks through a piece of a queue for jobs whose text contains one of some texts.
-- KEYS[1] the queue's list
-- ARGV[1] position from the left to start at, ARGV[2] how many jobs to look at, ARGV[3] … the texts
-- Reply: how many jobs were there to look at, then the found ones.
-- A script so that only what is found crosses the network: a job has some 300 bytes, and nearly all
-- are passed over. A piece of 1,000 takes Redis half a millisecond.
local jobs = redis.call('LRANGE', KEYS[1], ARGV[1], ARGV[1] + ARGV[2] - 1)
local reply = { #jobs }
for _, job in ipairs(jobs) do
  for at = 3, #ARGV do
    if string.find(job, ARGV[at], 1, true) then
      reply[#reply + 1] = job
      break
    end
  end
end
return reply
