-- every column of silver
select * from silver.clickstream order by _offset;
-- every column of quarantine
select * from quarantine.clickstream order by arrived_at;
-- every column of gold
select * from gold.sales_by_country_1m order by window_start, country;
-- bytes, headers and coordinates of bronze
select topic, key, value, headers, epoch from bronze.clickstream order by arrived_at;
-- a filter on text
select event_id from silver.clickstream where country = 'DE' order by event_id;
-- a filter on Cyrillic
select event_id, page from silver.clickstream where page = '/Корзина' order by event_id;
-- a filter on Chinese
select event_id, page from silver.clickstream where page like '%购物%' order by event_id;
-- a filter on Arabic and Hebrew
select event_id, page from silver.clickstream where page in ('/عربة', '/עגלה') order by event_id;
-- a filter on emoji
select event_id, page from silver.clickstream where page like '/🛒%' order by event_id;
-- lengths in code points of every script
select page, length(page) as n, reverse(page) as r from silver.clickstream group by page order by page;
-- upper and lower case of Greek and Cyrillic
select distinct upper(page) as u, lower(page) as l from silver.clickstream order by u;
-- order by text of every script
select distinct page from silver.clickstream order by page desc;
-- parts of text
select distinct substr(page, 2, 3) as part, concat(page, '!') as loud from silver.clickstream order by loud;
-- text that is joined and replaced
select distinct replace(page, '/', '#') || country as joined from silver.clickstream order by joined;
-- nulls are counted by rows and not by values
select count(*) as n, count(user_id) as users, count(price) as prices, count(distinct user_id) as distinct_users from silver.clickstream;
-- nulls in a filter
select event_id from silver.clickstream where price is null and user_id is null order by event_id;
-- nulls are no value
select count(*) as n from silver.clickstream where user_id <> 'user-1' or user_id = 'user-1';
-- nulls replaced
select event_id, coalesce(user_id, 'nobody') as u, nullif(country, 'DE') as c from silver.clickstream order by event_id;
-- nulls last
select event_id, price from silver.clickstream order by price desc nulls last, event_id limit 5;
-- decimals by group
select country, sum(price) as revenue, min(price) as low, max(price) as high from silver.clickstream group by country order by country;
-- decimals with a factor
select event_id, price * 2 as twice, price + price as sum, -price as negative from silver.clickstream where price > 50.25 order by event_id;
-- decimals of 38 digits
select event_id, total from silver.clickstream where total is not null order by event_id;
-- decimals compared
select event_id from silver.clickstream where price between 10 and 20.25 order by event_id;
-- whole numbers beyond 32 bits
select max(quantity) as most, sum(quantity) as total, max(quantity) % 1000 as rest from silver.clickstream;
-- doubles
select event_id, ratio, ratio * 2 as twice, abs(ratio) as size from silver.clickstream order by event_id;
-- averages of doubles
select country, avg(ratio) as mean, sum(ratio) as total from silver.clickstream group by country order by country;
-- booleans
select late, count(*) as n from silver.clickstream group by late order by late;
-- conditions in columns
select event_id, case when late then 'late' when price > 50 then 'dear' else 'plain' end as kind from silver.clickstream order by event_id;
-- counts under a condition
select count(*) filter (where late) as late, count(*) filter (where not late) as in_time from silver.clickstream;
-- arrays, with nulls in them
select event_id, tags, warnings, case when tags is not null then cardinality(tags) end as n, element_at(tags, 1) as first from silver.clickstream order by event_id;
-- one partition
select event_date, count(*) as n from silver.clickstream where event_date = date '2026-03-02' group by event_date;
-- a range of partitions
select event_date, count(*) as n from silver.clickstream where event_date >= date '2026-03-02' group by event_date order by event_date;
-- partitions by text
select window_bucket, count(*) as windows, sum(orders) as orders from gold.sales_by_country_1m where window_bucket = '2026-03-01-12-30' group by window_bucket;
-- timestamps in a range
select event_id, event_time from silver.clickstream where event_time >= timestamp '2026-03-01 13:00:00 UTC' and event_time < timestamp '2026-03-01 16:00:00 UTC' order by event_time;
-- timestamps by hour
select date_trunc('day', event_time) as day, count(*) as n, max(arrived_at) as newest from silver.clickstream group by date_trunc('day', event_time) order by day;
-- parts of timestamps and dates
select event_id, extract(hour from event_time) as h, extract(day from event_date) as d from silver.clickstream order by event_id;
-- dates move
select distinct event_date + interval '1' day as tomorrow from silver.clickstream order by tomorrow;
-- two layers joined
select b.offset as o, s.event_id, s.page from bronze.clickstream b join silver.clickstream s on b.offset = s._offset where b.value is not null order by o;
-- what only one side has
select b.offset as o, q.reason from bronze.clickstream b left join quarantine.clickstream q on b.offset + 98 = q.offset order by o;
-- silver against gold
with sales as (select country, sum(price) as s from silver.clickstream group by country), windows as (select country, sum(revenue) as w from gold.sales_by_country_1m group by country) select sales.country, s, w from sales join windows on sales.country = windows.country order by sales.country;
-- groups with a condition
select user_id, count(*) as n from silver.clickstream group by user_id having count(*) > 6 order by user_id nulls first;
-- totals and subtotals
select country, late, count(*) as n from silver.clickstream group by rollup (country, late) order by country nulls last, late nulls last;
-- the newest row of each group
select country, event_id from (select country, event_id, row_number() over (partition by country order by event_time desc) as place from silver.clickstream) t where place = 1 order by country;
-- running totals
select window_start, sum(orders) over (order by window_start rows between unbounded preceding and current row) as so_far from gold.sales_by_country_1m order by window_start limit 10;
-- rows of one and not of the other
select country from silver.clickstream except select country from gold.sales_by_country_1m where country <> 'ZA';
-- rows that exist elsewhere
select count(*) as n from silver.clickstream s where exists (select 1 from gold.sales_by_country_1m g where g.country = s.country and g.final);
-- nothing
select event_id from silver.clickstream where country = 'XX';
