-- Patterns of a medallion lake, layer by layer. Each statement runs by itself in a notebook or a SQL script on Spark.

-- Bronze: everything as delivered. What was accepted, what was set aside, file by file.
SELECT
  _source_file,
  count_if(NOT _quarantined)                    AS accepted,
  count_if(_quarantined)                        AS quarantined,
  count(_rescued_data)                          AS rescued
FROM bronze.transactions
GROUP BY _source_file
ORDER BY _source_file;

-- Bronze: why rows were set aside. A row may fail more than one check.
SELECT reason, count(*) AS rows
FROM bronze.transactions
LATERAL VIEW explode(_errors) AS reason
WHERE _quarantined
GROUP BY reason
ORDER BY rows DESC, reason;

-- Bronze: keys that the contract does not know, and values that are not what it declares.
SELECT key, count(*) AS rows, min(value) AS example
FROM bronze.transactions
LATERAL VIEW explode(from_json(_rescued_data, 'map<string, string>')) AS key, value
WHERE _rescued_data IS NOT NULL
GROUP BY key
ORDER BY rows DESC, key;

-- Silver: one row a key, the newest. Personal values are tokens: equal values can be joined, none can be read.
SELECT email_token, count(*) AS households
FROM silver.users_enriched
WHERE email_token IS NOT NULL
GROUP BY email_token
HAVING count(*) > 1
ORDER BY households DESC
LIMIT 20;

-- Silver: facts and their dimension. The foreign key guarantees that no line is lost in the join.
SELECT users.age, sum(lines.sales_value) AS sales_value, count(DISTINCT lines.basket_id) AS baskets
FROM silver.transactions_validated AS lines
JOIN silver.users_enriched AS users ON users.household_id = lines.household_id
WHERE users.has_demographics
GROUP BY users.age
ORDER BY users.age;

-- Silver: what changed since a version, for a reader that keeps up by itself.
SELECT _change_type, count(*) AS rows
FROM table_changes('silver.users_enriched', 0)
GROUP BY _change_type
ORDER BY _change_type;

-- Silver: the table as an earlier version had it, for a figure that has to be explained afterwards.
SELECT then.households, now.households - then.households AS since_then
FROM (SELECT count(*) AS households FROM silver.users_enriched VERSION AS OF 0) AS then
CROSS JOIN (SELECT count(*) AS households FROM silver.users_enriched) AS now;

-- Silver: what held on a day. A table of history scd2 has valid_from and valid_to; here they are made from the snapshots.
WITH versions AS (
  SELECT
    household_id,
    age,
    snapshot_date                                                                AS valid_from,
    lead(snapshot_date) OVER (PARTITION BY household_id ORDER BY snapshot_date)  AS valid_to
  FROM bronze.users
  WHERE NOT _quarantined
)
SELECT household_id, age
FROM versions
WHERE valid_from <= DATE'2017-03-01' AND (valid_to > DATE'2017-03-01' OR valid_to IS NULL)
ORDER BY household_id;

-- Gold: what changes did to each day, in proportion to the changes: rows that came less rows that went.
SELECT
  transaction_date,
  sum(sign)                                     AS transaction_lines,
  sum(sign * sales_value)                       AS sales_value
FROM (
  SELECT transaction_date, sales_value, IF(_change_type IN ('insert', 'update_postimage'), 1, -1) AS sign
  FROM table_changes('silver.transactions_validated', 0)
) AS changes
GROUP BY transaction_date
ORDER BY transaction_date;

-- Gold: measures that can be added up again. Average basket by month, from daily sums.
SELECT
  date_trunc('MONTH', transaction_date)         AS month,
  sum(sales_value)                              AS sales_value,
  cast(sum(sales_value) / sum(baskets) AS decimal(18, 2)) AS average_basket
FROM gold.daily_metrics
GROUP BY date_trunc('MONTH', transaction_date)
ORDER BY month;

-- Gold: one row a household, ready for a model or a segment.
SELECT
  has_demographics,
  count(*)                                      AS households,
  cast(avg(average_basket_value) AS decimal(18, 2)) AS average_basket_value,
  cast(avg(redemptions / nullif(mailings, 0)) AS decimal(9, 4)) AS response_rate
FROM gold.user_features
GROUP BY has_demographics
ORDER BY has_demographics;

-- Gold: the largest baskets, straight from the table that has one row a basket.
SELECT basket_id, household_id, transaction_lines, sales_value
FROM gold.transaction_summary
ORDER BY sales_value DESC, basket_id
LIMIT 20;
