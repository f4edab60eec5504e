-- Serves several callers of one provider, in their order: each takes from every window or from none.
-- KEYS: the count of each window. ARGV: for each window its limit, milliseconds to keep the count; then for each caller
-- what it takes from each window. Who takes nothing from a window is not refused for it.
-- Returns each count, then 1 or 0 for each caller.
local windows = #KEYS
local limit, used, taken, reply = {}, {}, {}, {}
for i = 1, windows do
  limit[i] = tonumber(ARGV[2 * i - 1])
  used[i] = tonumber(redis.call('GET', KEYS[i]) or '0')
  taken[i] = 0
end
for caller = 1, #ARGV / windows - 2 do
  local takes, granted = {}, 1
  for i = 1, windows do
    takes[i] = tonumber(ARGV[(caller + 1) * windows + i])
    if takes[i] > 0 and used[i] + taken[i] + takes[i] > limit[i] then
      granted = 0
    end
  end
  for i = 1, windows do
    taken[i] = taken[i] + granted * takes[i]
  end
  reply[windows + caller] = granted
end
for i = 1, windows do
  reply[i] = used[i]
  if taken[i] > 0 then
    reply[i] = redis.call('INCRBY', KEYS[i], string.format('%.0f', taken[i]))
    redis.call('PEXPIRE', KEYS[i], ARGV[2 * i])
  end
end
return reply
