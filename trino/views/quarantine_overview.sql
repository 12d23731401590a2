-- all quarantine
-- What was refused, by dataset and reason, and since when.
select
  '${name}' as dataset,
  reason,
  rule,
  count(*) as quarantined,
  min(quarantined_at) as first_at,
  max(quarantined_at) as last_at
from quarantine.${name}
group by reason, rule
