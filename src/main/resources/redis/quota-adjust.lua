-- Changes the count of every window: settles, refunds, or carries over what was used while Redis was away.
-- KEYS: the count of each window. ARGV: for each window the change, milliseconds to keep the count.
-- Returns each count.
local reply = {}
for i = 1, #KEYS do
  local used = redis.call('INCRBY', KEYS[i], ARGV[2 * i - 1])
  if used < 0 then
    redis.call('SET', KEYS[i], '0')
    used = 0
  end
  redis.call('PEXPIRE', KEYS[i], ARGV[2 * i])
  reply[i] = used
end
return reply
