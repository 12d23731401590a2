-- Says how far hot may show, before any value says so.
-- KEYS: sentinel, unflushed. ARGV: version, run, shown, lake, generations before this lake, then
-- version and run of the sentinel last read, then the highest number of a batch that is flushed.
-- Replies {outcome, version found, run found}; both are empty when there was none.
local found = redis.call('HMGET', KEYS[1], '_version', 'run')
local version, run = found[1] or '', found[2] or ''
if version > ARGV[1] then
  return {'refused', version, run}
end
local known = run == ARGV[2] or (version == ARGV[6] and run == ARGV[7])
if run ~= '' and not known then
  return {'unseen', version, run}
end
local noted = redis.call('ZCARD', KEYS[2])
-- A full Redis refuses this and ZUNIONSTORE, but only as the first write: all or nothing.
redis.call('HSET', KEYS[1], '_version', ARGV[1], 'run', ARGV[2], 'shown', ARGV[3],
  'lake', ARGV[4], 'before', ARGV[5])
if noted > 0 and run ~= ARGV[2] then
  -- What other runs left unflushed loses its number: 0 until this run writes or removes it.
  local left = redis.call('PTTL', KEYS[2])
  redis.call('ZUNIONSTORE', KEYS[2], 1, KEYS[2], 'WEIGHTS', 0)
  redis.call('PEXPIRE', KEYS[2], left)
end
if noted > 0 then
  redis.call('ZREMRANGEBYSCORE', KEYS[2], 1, ARGV[8])
end
return {'written', version, run}
