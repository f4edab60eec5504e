-- Serves several callers of one provider, in their order: each takes from every window or from none.
-- KEYS: the count of each window. ARGV: for each window its limit, its unit, milliseconds to keep the count; then the
-- tokens of each caller. An estimate above a limit counts as the limit.
-- Returns each count, then 1 or 0 for each caller.
local limit, used, taken, reply = {}, {}, {}, {}
for i = 1, #KEYS do
  limit[i] = tonumber(ARGV[3 * i - 2])
  used[i] = tonumber(redis.call('GET', KEYS[i]) or '0')
  taken[i] = 0
end
for caller = 3 * #KEYS + 1, #ARGV do
  local tokens, takes, granted = tonumber(ARGV[caller]), {}, 1
  for i = 1, #KEYS do
    takes[i] = ARGV[3 * i - 1] == 'REQUESTS' and 1 or math.min(tokens, limit[i])
    if used[i] + taken[i] + takes[i] > limit[i] then
      granted = 0
    end
  end
  for i = 1, #KEYS do
    taken[i] = taken[i] + granted * takes[i]
  end
  reply[#KEYS + caller - 3 * #KEYS] = granted
end
for i = 1, #KEYS do
  reply[i] = used[i]
  if taken[i] > 0 then
    reply[i] = redis.call('INCRBY', KEYS[i], string.format('%.0f', taken[i]))
    redis.call('PEXPIRE', KEYS[i], ARGV[3 * i])
  end
end
return reply
