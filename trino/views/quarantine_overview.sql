-- all quarantine
-- What was refused, by dataset and reason, and since when; `waiting` is what nobody has replayed or discarded.
select
  '${name}' as dataset,
  reason,
  rule,
  count(*) as quarantined,
  count_if(not ended) as waiting,
  min(first_at) as first_at,
  max(first_at) as last_at
from (
  select
    max_by(reason, coalesce(attempts, 0)) as reason,
    max_by(rule, coalesce(attempts, 0)) as rule,
    bool_or(coalesce(state, 'open') in ('replayed', 'discarded')) as ended,
    min(quarantined_at) as first_at
  from quarantine.${name}
  group by cluster, topic, "partition", "offset", arrived_at
)
group by reason, rule
