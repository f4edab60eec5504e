-- Raises the count of a window to what its vendor has counted. KEYS[1]: the count. ARGV: at least so much, milliseconds
-- to keep the count. Returns the count.
local used = tonumber(redis.call('GET', KEYS[1]) or '0')
if used < tonumber(ARGV[1]) then
  redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
  used = tonumber(ARGV[1])
end
return { used }
