-- One row per basket. Household, store and time are the same on every line of a basket; min() says so without a second grain.
SELECT
  basket_id,
  min(household_id)                                                                       AS household_id,
  min(store_id)                                                                           AS store_id,
  min(transaction_timestamp)                                                              AS transaction_timestamp,
  count(*)                                                                                AS transaction_lines,
  sum(CAST(quantity AS bigint))                                                           AS units,
  CAST(sum(sales_value) AS decimal(18, 2))                                                AS sales_value,
  CAST(sum(coalesce(retail_disc, 0)) AS decimal(18, 2))                                   AS retail_discount,
  CAST(sum(coalesce(coupon_disc, 0) + coalesce(coupon_match_disc, 0)) AS decimal(18, 2))  AS coupon_discount
FROM silver.transactions_validated
GROUP BY basket_id
