-- Removes a value that another run showed and this one does not have.
-- KEYS: value, sentinel, unflushed. ARGV: version that everything was written with, run.
if redis.call('HGET', KEYS[2], 'run') ~= ARGV[2] then
  return 'uncovered'
end
if redis.call('ZSCORE', KEYS[3], KEYS[1]) ~= '0' then
  return 'kept'
end
redis.call('ZREM', KEYS[3], KEYS[1])
if redis.call('TYPE', KEYS[1]).ok ~= 'hash' then
  return 'kept'
end
local stored = redis.call('HGET', KEYS[1], '_version')
if not stored or stored > ARGV[1] then
  return 'kept'
end
redis.call('DEL', KEYS[1])
return 'removed'
