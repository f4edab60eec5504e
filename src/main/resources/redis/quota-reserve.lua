-- Serves several callers of one provider, in their order: each takes from every window or from none.
-- KEYS: the count of each window; of one that holds calls under way, a set of leases by their end in epoch ms.
-- ARGV: the number of windows, milliseconds of a lease; for each window its limit, milliseconds to keep the count, 0 for
-- leases; then for each caller the name of its lease and what it takes from each window. Who takes nothing from a window
-- is not refused for it.
-- Returns each count, then 1 or 0 for each caller.
local windows, lease = tonumber(ARGV[1]), tonumber(ARGV[2])
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
local limit, used, taken, reply = {}, {}, {}, {}
for i = 1, windows do
  limit[i] = tonumber(ARGV[2 * i + 1])
  if ARGV[2 * i + 2] == '0' then
    redis.call('ZREMRANGEBYSCORE', KEYS[i], '-inf', now)
    used[i] = redis.call('ZCARD', KEYS[i])
  else
    used[i] = tonumber(redis.call('GET', KEYS[i]) or '0')
  end
  taken[i] = 0
end
local caller = 0
for first = 2 * windows + 3, #ARGV, windows + 1 do
  local takes, granted = {}, 1
  for i = 1, windows do
    takes[i] = tonumber(ARGV[first + i])
    if takes[i] > 0 and used[i] + taken[i] + takes[i] > limit[i] then
      granted = 0
    end
  end
  for i = 1, windows do
    taken[i] = taken[i] + granted * takes[i]
    if granted == 1 and ARGV[2 * i + 2] == '0' then
      redis.call('ZADD', KEYS[i], now + lease, ARGV[first])
    end
  end
  caller = caller + 1
  reply[windows + caller] = granted
end
for i = 1, windows do
  reply[i] = used[i] + taken[i]
  if taken[i] > 0 and ARGV[2 * i + 2] == '0' then
    redis.call('PEXPIRE', KEYS[i], lease)
  elseif taken[i] > 0 then
    reply[i] = redis.call('INCRBY', KEYS[i], string.format('%.0f', taken[i]))
    redis.call('PEXPIRE', KEYS[i], ARGV[2 * i + 2])
  end
end
return reply
