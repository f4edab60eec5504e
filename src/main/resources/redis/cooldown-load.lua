-- Returns the mark of the hash of pauses, then what is paused and its value in turn. The mark, in the field without a
-- name, is new where the hash was lost. What ended over a minute ago is removed: clocks differ.
-- KEYS[1]: the hash. ARGV: the time now in epoch ms, the mark for a new hash.
redis.call('HSETNX', KEYS[1], '', ARGV[2])
local now = tonumber(ARGV[1])
local all = redis.call('HGETALL', KEYS[1])
local reply, last = { redis.call('HGET', KEYS[1], '') }, now
for i = 1, #all, 2 do
  if all[i] ~= '' then
    local ends = tonumber(string.match(all[i + 1], '^%d+'))
    if ends < now - 60000 then
      redis.call('HDEL', KEYS[1], all[i])
    else
      reply[#reply + 1] = all[i]
      reply[#reply + 1] = all[i + 1]
      last = math.max(last, ends)
    end
  end
end
redis.call('PEXPIRE', KEYS[1], string.format('%.0f', last - now + 3600000))
return reply
