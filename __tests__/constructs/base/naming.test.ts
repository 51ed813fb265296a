import { checkName, Names } from '../../../constructs/base/naming';
import type { NameKind } from '../../../azure/names';
import { refusalOf } from '../../support/refusal';
import { scratchStack } from '../../support/synth';

const prod = new Names({ workload: 'lake', environment: 'prod', location: 'eastus', seed: 'a seed of my own' });

const cases: readonly { kind: NameKind; bad: string; good: string }[] = [
  { kind: 'resourceGroup', bad: 'rg-lake.', good: 'rg-lake.prod' },
  { kind: 'storageAccount', bad: 'st-lake', good: 'stlake' },
  { kind: 'storageAccount', bad: 'st', good: 'stl' },
  { kind: 'storageAccount', bad: 's'.repeat(25), good: 's'.repeat(24) },
  { kind: 'container', bad: 'bronze--raw', good: 'bronze-raw' },
  { kind: 'container', bad: 'bronze-', good: 'bronze' },
  { kind: 'keyVault', bad: 'kv--lake', good: 'kv-lake' },
  { kind: 'keyVault', bad: '1kv-lake', good: 'kv1-lake' },
  { kind: 'logWorkspace', bad: 'log_lake', good: 'log-lake' },
  { kind: 'synapseWorkspace', bad: 'lake-ondemand', good: 'lake-demand' },
  { kind: 'synapseWorkspace', bad: 'Lake', good: 'lake' },
  { kind: 'synapseFirewallRule', bad: 'office.', good: 'office' },
  { kind: 'sparkPool', bad: 'sp-batch', good: 'spbatch' },
  { kind: 'sparkPool', bad: 'sparkpooltoolong', good: 'sparkpooltolong' },
  { kind: 'sqlPool', bad: 'gold-analytics', good: 'gold_analytics' },
  { kind: 'dataFactory', bad: 'adf--lake', good: 'adf-lake' },
  { kind: 'pipeline', bad: 'a.b', good: 'a_b' },
  { kind: 'automationAccount', bad: 'aa-l-', good: 'aa-lake' },
  { kind: 'actionGroupShort', bad: 'lake-operators', good: 'lake-operato' },
  { kind: 'diagnosticSetting', bad: 'service', good: 'services' },
  { kind: 'budget', bad: 'budget lake', good: 'budget-lake' },
];

describe('checkName', () => {
  test.each(cases)('fails for the $kind $bad', ({ kind, bad }) => {
    const error = refusalOf(() => checkName(scratchStack(), kind, bad));
    expect(error.refusal).toMatchObject({ setting: `name of the ${kind}`, value: bad });
  });

  test.each(cases)('accepts the $kind $good', ({ kind, good }) => {
    expect(checkName(scratchStack(), kind, good)).toBe(good);
  });
});

describe('Names', () => {
  test('follow the abbreviations of the Cloud Adoption Framework', () => {
    const stack = scratchStack();
    expect(prod.of(stack, 'resourceGroup')).toBe('rg-lake-prod-eastus');
    expect(prod.of(stack, 'storageAccount')).toBe(`stlakeprod${prod.suffix}`);
    expect(prod.of(stack, 'synapseWorkspace')).toBe(`synw-lake-prod-${prod.suffix}`);
    expect(prod.of(stack, 'actionGroupShort')).toBe('lake-prod');
  });

  test('end in a suffix that depends on the seed and on nothing else', () => {
    const props = { workload: 'other', environment: 'dev', location: 'westus', seed: 'a seed of my own' };
    expect(new Names(props).suffix).toBe(prod.suffix);
    expect(new Names({ ...props, seed: 'another seed' }).suffix).not.toBe(prod.suffix);
    // The last five base-36 digits of the SHA-256 of the seed: existing lakes are named by them.
    expect(prod.suffix).toBe('h7e2z');
  });

  test('fails when the parts grow too long for a kind', () => {
    const long = new Names({ workload: 'lakehouse', environment: 'production', location: 'eastus', seed: 'my seed' });
    expect(refusalOf(() => long.of(scratchStack(), 'storageAccount')).refusal.value).toMatch(/^stlakehouseproduction/);
    expect(long.of(scratchStack(), 'resourceGroup')).toBe('rg-lakehouse-production-eastus');
  });
});
