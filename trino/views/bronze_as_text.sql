-- each bronze
-- What arrived, with keys, values and headers as UTF-8 text; other bytes show as U+FFFD.
select
  cluster,
  topic,
  "partition",
  "offset",
  "timestamp",
  from_utf8(key) as key,
  from_utf8(value) as value,
  array_join(
    transform(headers, header -> header.key || '=' || coalesce(from_utf8(header.value), '')), ', '
  ) as headers,
  arrived_at,
  epoch,
  batch,
  ingest_date
from bronze.${name}
