-- Library: where to go on in a sorted set behind an entry, whether that is still there or not.
--
-- Positions shift while others put in and take out, the order (score, then bytes of the text) does not.

-- Whether a text stands before another one of the same score. Byte by byte: Lua's own order is the locale's.
local function is_before(text, other)
  for at = 1, math.min(#text, #other) do
    local mine, theirs = string.byte(text, at), string.byte(other, at)
    if mine ~= theirs then
      return mine < theirs
    end
  end
  return #text < #other
end

-- The rank of the first entry behind this one; reads one entry where no others have its score.
local function rank_behind(set, score, text)
  local low = redis.call('ZCOUNT', set, '-inf', '(' .. score)
  local high = low + redis.call('ZCOUNT', set, score, score)
  while low < high do
    local middle = math.floor((low + high) / 2)
    if is_before(text, redis.call('ZRANGE', set, middle, middle)[1]) then
      high = middle
    else
      low = middle + 1
    end
  end
  return low
end
