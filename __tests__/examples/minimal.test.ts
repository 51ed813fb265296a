import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { dev } from '../../environments/dev';
import { addMinimalLake } from '../../examples/minimal';
import { estimateEnvironment } from '../../finops/estimate';
import { loadPriceSheet } from '../../finops/load-price-sheet';
import { evaluatePolicies } from '../../policies/engine';
import { rules } from '../../policies/rules';
import { synthesize } from '../support/synth';

describe('the minimal example', () => {
  const { stacks } = synthesize(addMinimalLake);

  it('fits on a screen', () => {
    const source = readFileSync(join(__dirname, '..', '..', 'examples', 'minimal.ts'), 'utf8');
    expect(source.trimEnd().split('\n').length).toBeLessThan(25);
  });

  it('makes both stacks, under names of its own', () => {
    expect(stacks.map(({ name }) => name)).toEqual(['sandbox', 'sandbox-access']);
    const account = stacks[0]?.resources.find(({ type }) => type === 'azurerm_storage_account');
    expect(account?.body['name']).toMatch(/^stlakesandbox[a-z0-9]{5}$/);
  });

  it('meets the baseline, within its budget', () => {
    expect(
      evaluatePolicies(stacks, rules, [], '2026-11-24').decisions.filter(({ status }) => status === 'rule-failed'),
    ).toEqual([]);
    const { budget } = estimateEnvironment(stacks, dev.usage, loadPriceSheet(dev.location));
    expect(Number(budget?.usedPercent)).toBeLessThan(100);
  });
});
