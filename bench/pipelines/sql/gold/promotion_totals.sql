-- One row per store and week: how many products were promoted, and how many of them were on display.
SELECT
  store_id,
  week,
  count(*) AS promotions,
  sum(cast(display_location <> '0' AS bigint)) AS displayed
FROM silver.promotions
GROUP BY store_id, week
