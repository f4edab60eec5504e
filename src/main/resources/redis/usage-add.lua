-- Adds a gateway's batch to the accounts of a day, once however often it is sent.
-- KEYS[1]: the hash of the day. ARGV: the field of the gateway's last batch, the number of this one, seconds to keep
-- the day; then for each count its field and what is added. Returns 1, or 0 where the batch was known. A sum that would
-- be too large for a number stays as it is: a batch that fails would be sent for ever.
local last = tonumber(redis.call('HGET', KEYS[1], ARGV[1]) or '0')
if last >= tonumber(ARGV[2]) then
  return { 0 }
end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
for i = 4, #ARGV, 2 do
  redis.pcall('HINCRBY', KEYS[1], ARGV[i], ARGV[i + 1])
end
redis.call('EXPIRE', KEYS[1], ARGV[3])
return { 1 }
