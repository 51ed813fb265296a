import { ruleTests, stackOf } from 'medallion/policies';
import { rule } from '../policies/rules/cost-center-named';

const ADDRESS = 'azurerm_resource_group.lake';

describe(rule.id, () => {
  const cases = ruleTests({
    rule,
    address: ADDRESS,
    cases: [
      { name: 'named', stack: stackOf({ [ADDRESS]: { tags: { CostCenter: 'Data' } } }), kind: 'compliant' },
      { name: 'other tags', stack: stackOf({ [ADDRESS]: { tags: { Owner: 'Data' } } }), kind: 'non-compliant' },
      { name: 'no tags', stack: stackOf({ [ADDRESS]: {} }), kind: 'non-compliant' },
      { name: 'a reference', stack: stackOf({ [ADDRESS]: { tags: '${local.tags}' } }), kind: 'cannot-decide' },
    ],
  });
  test.each(cases)('$name', ({ run }) => {
    run();
  });
});
