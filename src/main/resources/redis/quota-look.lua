-- Returns the count of each window in KEYS and changes nothing.
local reply = {}
for i = 1, #KEYS do
  reply[i] = tonumber(redis.call('GET', KEYS[i]) or '0')
end
return reply
