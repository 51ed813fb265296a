-- One row per status that a lead has now.
SELECT
  status,
  count(*)                                              AS leads,
  CAST(sum(coalesce(amount, 0)) AS decimal(18, 2))      AS amount
FROM silver.crm_leads_clean
GROUP BY status
