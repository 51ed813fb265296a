import { join } from 'node:path';

import { ruleTests, stackOf } from '../../policies/testing';
import { loadUserRules } from '../../policies/user-rules';

const ADDRESS = 'azurerm_storage_account.lake';
const at = (location: string) => stackOf({ [ADDRESS]: { location } });

describe('the rule of examples/rules, read as TypeScript', () => {
  const [rule, ...others] = loadUserRules(join(__dirname, '..', '..', 'examples', 'rules'));
  if (rule === undefined) throw new Error('The example holds no rule.');

  it('is the only one', () => {
    expect(others).toEqual([]);
    expect(rule.id).toBe('only-in-europe');
  });

  const cases = ruleTests({
    rule,
    address: ADDRESS,
    cases: [
      { name: 'North Europe', stack: at('northeurope'), kind: 'compliant' },
      { name: 'America', stack: at('eastus'), kind: 'non-compliant', says: 'eastus' },
      { name: 'Asia', stack: at('japaneast'), kind: 'non-compliant', says: 'japaneast' },
      { name: 'a reference', stack: at('${azurerm_resource_group.lake.location}'), kind: 'cannot-decide' },
    ],
  });
  it.each(cases)('$name', ({ run }) => run());
});
