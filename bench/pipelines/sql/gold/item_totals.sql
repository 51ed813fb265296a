-- One row per group: sums, counts and extremes, as a first dashboard asks for.
SELECT
  grp,
  count(*) AS items,
  cast(sum(amount) AS decimal(20, 2)) AS amount,
  min(amount) AS lowest,
  max(amount) AS highest
FROM silver.items
GROUP BY grp
