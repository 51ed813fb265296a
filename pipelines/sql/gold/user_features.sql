-- One row per household of the loyalty programme, whether it bought or not.
WITH purchases AS (
  SELECT
    household_id,
    min(transaction_date)                     AS first_purchase_date,
    max(transaction_date)                     AS last_purchase_date,
    count(DISTINCT basket_id)                 AS baskets,
    count(*)                                  AS transaction_lines,
    CAST(sum(sales_value) AS decimal(18, 2))  AS sales_value
  FROM silver.transactions_validated
  GROUP BY household_id
),
campaigns AS (
  SELECT
    household_id,
    count_if(event_type = 'mailing')     AS mailings,
    count_if(event_type = 'redemption')  AS redemptions
  FROM silver.events_clean
  GROUP BY household_id
)
SELECT
  users.household_id,
  users.has_demographics,
  users.age,
  users.income_floor_usd,
  purchases.first_purchase_date,
  purchases.last_purchase_date,
  coalesce(purchases.baskets, 0)                                           AS baskets,
  coalesce(purchases.transaction_lines, 0)                                 AS transaction_lines,
  CAST(coalesce(purchases.sales_value, 0) AS decimal(18, 2))               AS sales_value,
  CAST(purchases.sales_value / purchases.baskets AS decimal(18, 2))        AS average_basket_value,
  coalesce(campaigns.mailings, 0)                                          AS mailings,
  coalesce(campaigns.redemptions, 0)                                       AS redemptions
FROM silver.users_enriched AS users
LEFT JOIN purchases ON purchases.household_id = users.household_id
LEFT JOIN campaigns ON campaigns.household_id = users.household_id
