-- One row per day with a sale.
SELECT
  transaction_date,
  count(*)                                                                                AS transaction_lines,
  count(DISTINCT basket_id)                                                               AS baskets,
  count(DISTINCT household_id)                                                            AS households,
  sum(CAST(quantity AS bigint))                                                           AS units,
  CAST(sum(sales_value) AS decimal(18, 2))                                                AS sales_value,
  CAST(sum(coalesce(retail_disc, 0)) AS decimal(18, 2))                                   AS retail_discount,
  CAST(sum(coalesce(coupon_disc, 0) + coalesce(coupon_match_disc, 0)) AS decimal(18, 2))  AS coupon_discount
FROM silver.transactions_validated
GROUP BY transaction_date
