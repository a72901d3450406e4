-- Copies the next piece of a long queue that an operation deletes from: what stays and what goes.
-- KEYS as queue-copy.lua wants
-- ARGV[1] who works on it, [2] jobs looked at before, [3] and now, [4] the end of the lease (epoch ms), [5] life
--         of the copy in seconds, [6] the text of the last that was looked at, or '' where it was the queue's
--         last, [7…] the stored texts of what goes
-- Reply: 1; nil when the operation was aborted, is somebody else's, has not come to this piece, must begin
-- again, or must look again: somebody has deleted one of the piece, so that another came in unseen.
-- One script, so that a process killed at any moment has copied and counted a piece, or neither.
local copy = copy_keys(1)
if not copy_is_due(copy, ARGV[1], ARGV[2]) then
  return false
end
local at, copied = copy_extent(copy)
if not copied then
  copy_discard(copy, at)
  return false
end
local entries, stays, goes = redis.call('LRANGE', copy.list, at + copied, at + copied + ARGV[3] - 1), {}, {}
if ARGV[6] ~= '' and entries[tonumber(ARGV[3])] ~= ARGV[6] then
  return false
end
local unwanted = {}
for index = 7, #ARGV do
  unwanted[ARGV[index]] = (unwanted[ARGV[index]] or 0) + 1
end
for _, text in ipairs(entries) do
  local left = unwanted[text]
  if left and left > 0 then
    unwanted[text] = left - 1
    goes[#goes + 1] = text
  else
    stays[#stays + 1] = text
  end
end
for key, texts in pairs({ [copy.stays] = stays, [copy.goes] = goes }) do
  if #texts > 0 then
    redis.call('RPUSH', key, unpack(texts))
  end
  redis.call('EXPIRE', key, ARGV[5])
end
if #entries > 0 then
  redis.call('HSET', copy.operation, 'copied', copied + #entries, 'copy_last', entries[#entries])
end
redis.call('HSET', copy.operation, 'copy_at', at, 'looked', ARGV[2] + ARGV[3], 'lease', ARGV[4])
return 1
