-- Returns the count of each window in KEYS and changes nothing. ARGV: for each 1 where it is a set of leases, else 0.
local time = redis.call('TIME')
local now = string.format('%.0f', tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000))
local reply = {}
for i = 1, #KEYS do
  if ARGV[i] == '1' then
    reply[i] = redis.call('ZCOUNT', KEYS[i], '(' .. now, '+inf')
  else
    reply[i] = tonumber(redis.call('GET', KEYS[i]) or '0')
  end
end
return reply
