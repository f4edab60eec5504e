-- Renews leases of calls that are under way, and forgets those that are over. KEYS[1]: a set of leases by their end in epoch ms.
-- ARGV: milliseconds of a lease; 1 to begin those again that are not there, 0 to leave them; their names.
-- Returns how many leases there are.
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
for i = 3, #ARGV do
  if ARGV[2] == '1' then
    redis.call('ZADD', KEYS[1], now + ARGV[1], ARGV[i])
  else
    redis.call('ZADD', KEYS[1], 'XX', now + ARGV[1], ARGV[i])
  end
end
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
redis.call('PEXPIRE', KEYS[1], ARGV[1])
return { redis.call('ZCARD', KEYS[1]) }
