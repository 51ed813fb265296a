import { judge } from '../../review/gates';
import { renderMarkdown } from '../../review/page';
import { mergePlan } from '../../review/plan';
import { reviewSides } from '../../review/review';
import { summarize } from '../../review/words';
import { plainLines, readPage } from '../support/markdown';
import { ACCOUNT, POOL, shippedContracts, sideOf } from './fixtures';

const base = sideOf('main');

describe('a review', () => {
  it('says in one line that nothing changes', () => {
    const review = reviewSides(base, sideOf('branch'));
    expect(summarize(review)).toBe('No change of infrastructure; no change of cost');
    expect(judge(review, { costIncrease: '0' }).map(({ passed }) => passed)).toEqual([true, true, true, true]);
  });

  it('prices a larger pool and names the meter', () => {
    const review = reviewSides(base, sideOf('branch', { pool: { ...POOL, node_size: 'Medium' } }));
    const [dev] = review.environments;
    // 10 h x 3 nodes x 4 more vCores x $0.138
    expect(dev?.deltaUsd).toBe('16.56');
    expect(dev?.costChanges[0]?.what).toMatch(/azurerm_synapse_spark_pool.batch/);
    expect(summarize(review)).toBe('1 to change; dev +16.56 USD a month');
  });

  it('tells findings that are new from those the base has already', () => {
    const open = { ...ACCOUNT, shared_access_key_enabled: true };
    const worse = reviewSides(base, sideOf('branch', { account: open }));
    expect(worse.environments[0]?.newFindings.map(({ rule }) => rule)).toEqual(['storage-entra-id-only']);
    const same = reviewSides(sideOf('main', { account: open }), sideOf('branch', { account: open }));
    expect(same.environments[0]?.newFindings).toEqual([]);
    const better = reviewSides(sideOf('main', { account: open }), base);
    expect(better.environments[0]?.resolvedFindings.map(({ rule }) => rule)).toEqual(['storage-entra-id-only']);
  });

  it('shows a broken contract with those who read it', () => {
    const shorter = shippedContracts.map((contract) =>
      contract.name === 'silver.users_enriched' ? { ...contract, retentionDays: 60 } : contract,
    );
    const page = renderMarkdown(reviewSides(base, sideOf('branch', {}, shorter)), []);
    expect(plainLines(page)).toContain(
      '| breaking | silver.users_enriched | retention is shortened from 730 to 60 days | `730` | `60` | silver.events_clean, silver.transactions_validated, gold.daily_metrics, gold.transaction_summary, gold.user_features | leaves the rows; the next maintenance deletes those older than 60 days |',
    );
  });
});

describe('the gates', () => {
  const replaced = reviewSides(base, sideOf('branch', { account: { ...ACCOUNT, is_hns_enabled: false } }));
  const dearer = reviewSides(base, sideOf('branch', { pool: { ...POOL, node_size: 'Medium' } }));

  it('stop the loss of data unless told otherwise', () => {
    expect(judge(replaced).find(({ gate }) => gate === 'data-loss')).toEqual({
      gate: 'data-loss',
      passed: false,
      reasons: ['dev: azurerm_storage_account.lake is replaced, which loses every table and file of the lake'],
    });
    expect(judge(replaced, { dataLoss: false }).every(({ passed }) => passed)).toBe(true);
  });

  it('stop a new error finding, not one the base has', () => {
    const open = sideOf('branch', { account: { ...ACCOUNT, shared_access_key_enabled: true } });
    const gate = (from: typeof base) =>
      judge(reviewSides(from, open)).find(({ gate: name }) => name === 'new-findings');
    expect(gate(base)?.passed).toBe(false);
    expect(gate(open)?.passed).toBe(true);
  });

  it.each([
    ['16.56', true],
    ['16.55', false],
    ['500%', true],
    ['1%', false],
  ])('accept a rise of cost up to %s: %s', (costIncrease, passed) => {
    expect(judge(dearer, { costIncrease }).find(({ gate }) => gate === 'cost-increase')?.passed).toBe(passed);
  });

  it('fail for a limit that is no amount', () => {
    expect(() => judge(dearer, { costIncrease: 'lots' })).toThrow(/the largest cost increase is 'lots'/);
  });

  it('stop a breaking contract only when asked to', () => {
    const fewer = shippedContracts.filter(({ name }) => name !== 'gold.daily_metrics');
    const review = reviewSides(base, sideOf('branch', {}, fewer));
    expect(judge(review).some(({ gate }) => gate === 'breaking-contracts')).toBe(false);
    expect(judge(review, { breakingContracts: true }).at(-1)?.reasons).toEqual([
      'gold.daily_metrics: table gold.daily_metrics is removed',
    ]);
  });
});

describe('the page', () => {
  const review = reviewSides(
    base,
    sideOf('branch', { account: { ...ACCOUNT, is_hns_enabled: false, tags: { Owner: 'a|b' } } }),
  );
  const page = renderMarkdown(review, judge(review));

  it('begins with what matters', () => {
    expect(readPage(page).headings[0]).toBe('❌ 1 to replace; DATA LOSS in 1 resource; no change of cost');
  });

  it('shows every argument, in a cell that stays a cell', () => {
    expect(plainLines(page)).toContain(
      '| replace | `azurerm_storage_account.lake` | **DATA LOSS: every table and file of the lake**<br>`is_hns_enabled`: `true` → `false` (forces a new resource)<br>`tags.Owner`: `data` → a|b |',
    );
  });

  it('says how to make it again', () => {
    expect(page).toContain('`npx medallion review --base main`');
  });
});

describe('a Terraform plan', () => {
  const diff = reviewSides(base, sideOf('branch', { account: { ...ACCOUNT, access_tier: 'Cool' } })).environments[0]
    ?.stacks[0];

  it('is the truth about what happens', () => {
    if (diff === undefined) throw new Error('no change');
    const plan = {
      resource_changes: [
        {
          address: 'azurerm_storage_account.lake',
          type: 'azurerm_storage_account',
          change: { actions: ['delete', 'create'], replace_paths: [['access_tier']] },
        },
        {
          address: 'azurerm_synapse_spark_pool.batch',
          type: 'azurerm_synapse_spark_pool',
          change: { actions: ['no-op'] },
        },
        { address: 'azurerm_resource_group.new', type: 'azurerm_resource_group', change: { actions: ['create'] } },
      ],
    };
    expect(mergePlan(diff, plan).changes).toMatchObject([
      {
        kind: 'replaced',
        address: 'azurerm_storage_account.lake',
        loses: 'every table and file of the lake',
        arguments: [{ path: 'access_tier', replaces: true }],
      },
      { kind: 'added', address: 'azurerm_resource_group.new' },
    ]);
  });

  it('fails for a file that is no plan', () => {
    if (diff === undefined) throw new Error('no change');
    expect(() => mergePlan(diff, { format_version: '1.2' })).toThrow(/has no resource_changes/);
  });
});
