-- all silver
-- How far each dataset has come; `seconds` is the age of the row that arrived last.
select
  '${name}' as dataset,
  count(*) as silver_rows,
  max(event_time) as newest_event,
  max(arrived_at) as newest_arrival,
  date_diff('second', max(arrived_at), current_timestamp) as seconds
from silver.${name}
