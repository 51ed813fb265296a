import { documentation, implemented, propertyFields, rejected, type Treatment } from './treatment';

const RULE = 'rules.ts, quality/checks of the jobs';

/** Fields of one quality rule, of a column or of a table. */
export const QUALITY_FIELDS: Readonly<Record<string, Treatment>> = {
  id: implemented('name of the check in the ledger', RULE),
  description: implemented('text of the check', RULE),
  dimension: implemented('groups checks in the ledger and in alerts', RULE),
  severity: implemented('`error` sets rows aside or fails the table, `warning` counts', RULE),
  type: implemented('`library`, `sql` and `custom` are evaluated; `text` is documentation', RULE),
  unit: implemented('`rows` or `percent`', RULE),
  metric: implemented('see Quality rules', RULE),
  rule: implemented('older name of `metric`: known names are translated, others rejected with their successor', RULE),
  arguments: implemented('`validValues`, `missingValues`, `pattern`, `properties`', RULE),
  mustBe: implemented('limit', RULE),
  mustNotBe: implemented('limit', RULE),
  mustBeGreaterThan: implemented('limit', RULE),
  mustBeGreaterOrEqualTo: implemented('limit', RULE),
  mustBeLessThan: implemented('limit', RULE),
  mustBeLessOrEqualTo: implemented('limit', RULE),
  mustBeBetween: implemented('limit', RULE),
  mustNotBeBetween: implemented('limit', RULE),
  query: implemented('Spark SQL whose first value is compared with the limit', RULE),
  engine: implemented('`sparkSql` or `medallion`', RULE),
  implementation: implemented('condition of a row, or settings of a check of Medallion', RULE),
  customProperties: implemented('`maximumPercent`, `maximumRows` of a condition', RULE),
  ...propertyFields('customProperties[]'),
  name: documentation('title for people'),
  businessImpact: documentation('what a failure means to the business'),
  method: documentation('how the rule came about'),
  tags: documentation('labels'),
  authoritativeDefinitions: documentation('links'),
  schedule: rejected(
    'a rule is judged by each run that changes its table',
    'Remove it, or schedule the lake in its environment',
  ),
  scheduler: rejected(
    'a rule is judged by each run that changes its table',
    'Remove it, or schedule the lake in its environment',
  ),
};
