-- Replaces a hash by compare-and-set, if the sentinel covers what it would show.
-- KEYS: value, sentinel, unflushed. ARGV: version, run, expiry in epoch milliseconds, number of the
-- unflushed batch that created the key (0: the tables have it), then field, value, ...
local cover = redis.call('HMGET', KEYS[2], '_version', 'run')
if cover[2] ~= ARGV[2] or cover[1] < ARGV[1] then
  return 'uncovered'
end
local stored = redis.call('HGET', KEYS[1], '_version')
if not stored and redis.call('EXISTS', KEYS[1]) == 1 then
  return 'foreign'
end
if stored and stored > ARGV[1] then
  if stored > cover[1] then
    return 'refused'
  end
  return 'kept'
end
-- HSET is the one command here that a full Redis refuses, so it comes first: all or nothing.
redis.call('HSET', KEYS[1], '_version', ARGV[1], unpack(ARGV, 5))
if redis.call('HLEN', KEYS[1]) ~= (#ARGV - 4) / 2 + 1 then
  local wanted = {['_version'] = true}
  for i = 5, #ARGV, 2 do
    wanted[ARGV[i]] = true
  end
  for _, field in ipairs(redis.call('HKEYS', KEYS[1])) do
    if not wanted[field] then
      redis.call('HDEL', KEYS[1], field)
    end
  end
end
redis.call('PEXPIREAT', KEYS[1], ARGV[3])
if ARGV[4] == '0' then
  redis.call('ZREM', KEYS[3], KEYS[1])
elseif redis.call('ZADD', KEYS[3], 'CH', ARGV[4], KEYS[1]) == 1 then
  if redis.call('PTTL', KEYS[3]) < redis.call('PTTL', KEYS[1]) then
    redis.call('PEXPIREAT', KEYS[3], ARGV[3])
  end
end
return 'written'
