-- Says how far hot may show, before any value says so.
-- KEYS: sentinel. ARGV: version, run, shown, then version and run of the sentinel last read.
-- Replies {outcome, version found, run found}; both are empty when there was none.
local found = redis.call('HMGET', KEYS[1], '_version', 'run')
local version, run = found[1] or '', found[2] or ''
if version > ARGV[1] then
  return {'refused', version, run}
end
local known = run == ARGV[2] or (version == ARGV[4] and run == ARGV[5])
if run ~= '' and not known then
  return {'unseen', version, run}
end
redis.call('HSET', KEYS[1], '_version', ARGV[1], 'run', ARGV[2], 'shown', ARGV[3])
return {'written', version, run}
