-- Ends a pause and tells the other gateways. KEYS[1]: the hash of pauses. ARGV: what is paused, the channel.
local removed = redis.call('HDEL', KEYS[1], ARGV[1])
if removed == 1 then
  redis.call('PUBLISH', ARGV[2], ARGV[1])
end
return { removed }
