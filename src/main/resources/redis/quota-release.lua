-- Ends leases of calls that are over. KEYS[1]: a set of leases. ARGV: their names. Returns how many there were.
return { redis.call('ZREM', KEYS[1], unpack(ARGV)) }
