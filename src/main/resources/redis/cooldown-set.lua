-- Starts a pause, unless a longer one is in force, and tells the other gateways.
-- KEYS[1]: a hash of pauses, "<end in epoch ms> <reason>" by what is paused.
-- ARGV: what is paused, its end in epoch ms, the reason, the time now in epoch ms, 1 to replace a longer one, the
-- channel.
local ends = tonumber(ARGV[2])
local before = redis.call('HGET', KEYS[1], ARGV[1])
if before and ARGV[5] == '0' and tonumber(string.match(before, '^%d+')) >= ends then
  return { 0 }
end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2] .. ' ' .. ARGV[3])
local keep = ends - tonumber(ARGV[4])
if redis.call('PTTL', KEYS[1]) < keep then
  redis.call('PEXPIRE', KEYS[1], string.format('%.0f', keep))
end
redis.call('PUBLISH', ARGV[6], ARGV[1])
return { 1 }
