-- each gold
-- The rows of the aggregate's newest window: what a dashboard shows.
select *
from gold.${name}
where window_start = (select max(window_start) from gold.${name})
