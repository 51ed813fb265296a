import { Lakehouse } from '../../../constructs/lakehouse/lakehouse';
import type { LakehouseProps } from '../../../constructs/lakehouse/lakehouse-props';
import { UserError } from '../../../shared/errors';
import { checkEnvironment } from '../../../environments/checks/check-environment';
import { dev } from '../../../environments/dev';
import { prod } from '../../../environments/prod';
import { recoveryOf } from '../../../environments/recovery';
import { evaluatePolicies, isFailure } from '../../../policies/engine';
import { rules } from '../../../policies/rules';
import { addStacks } from '../../../stacks';
import { chain } from '../../support/contracts';
import { describeRefusals } from '../../support/refusal';
import { shippedContracts } from '../../support/shipped';
import { bodiesOf, resourceAt, synthesize } from '../../support/synth';

const { recovery } = prod;
if (recovery === undefined) throw new Error('Production has a second region.');
const second = recoveryOf(prod);
const { stacks, json } = synthesize((app) => addStacks(app, [prod, second], shippedContracts()));
const stackOf = (name: string) => {
  const stack = stacks.find((each) => each.name === name);
  if (stack === undefined) throw new Error(`There is no stack ${name}.`);
  return stack;
};
const lake = stackOf('prod');

describe('the backup of a lake', () => {
  describeRefusals<LakehouseProps>(
    { environment: prod, contracts: chain },
    (stack, id, props) => new Lakehouse(stack, id, props),
    [
      {
        what: 'a backup that runs into the next one',
        bad: { environment: { ...prod, recovery: { ...recovery, backupHours: 24 } } },
        setting: 'backupHours',
        good: { environment: { ...prod, recovery: { ...recovery, backupHours: 23 } } },
      },
    ],
  );

  test('stands in an account of its own in the paired region, locked and kept like the lake', () => {
    const account = resourceAt(lake, 'Backup/Storage/Account');
    expect(account.body).toMatchObject({
      location: 'westus',
      account_replication_type: 'GRS',
      public_network_access_enabled: false,
      lifecycle: { prevent_destroy: true },
    });
    expect(bodiesOf(lake, 'azurerm_management_lock').map(({ scope }) => scope)).toContain(`\${${account.address}.id}`);
    const containers = bodiesOf(lake, 'azurerm_storage_container').filter(({ name }) => name === 'backup');
    expect(containers.map((body) => body['storage_account_id'])).toEqual([`\${${account.address}.id}`]);
  });

  test('is made by the clock, with the release that is active, and given up after its hours', () => {
    const { body } = resourceAt(lake, 'Backup/Default/Resource');
    const activities = JSON.parse(String(body['activities_json'])) as readonly {
      readonly name: string;
      readonly policy: { readonly timeout: string };
      readonly typeProperties: { readonly args?: readonly unknown[]; readonly file?: { readonly value: string } };
    }[];
    expect(activities.map(({ name }) => name)).toEqual(['ResolveRelease', 'backup']);
    const [, job] = activities;
    expect(job?.policy.timeout).toBe('0.02:00:00');
    expect(job?.typeProperties.file?.value).toContain("'/jobs/engine_job.py'");
    const place = `abfss://backup@${String(resourceAt(lake, 'Backup/Storage/Account').body['name'])}.dfs.core.windows.net`;
    expect(job?.typeProperties.args?.slice(4)).toEqual([
      ...['--module', 'medallion.recovery', 'backup'],
      ...['--place', place],
    ]);
    expect(resourceAt(lake, 'Backup/Default/Trigger/Resource').body).toMatchObject({
      frequency: 'Day',
      interval: 1,
      activated: true,
      schedule: { hours: [8], minutes: [30] },
    });
    expect(JSON.stringify(json['prod']?.['output'])).toContain(`"backup":"${place}"`);
  });

  test('is proven by a drill in an empty place, stopped when it is slower than promised', () => {
    const drill = resourceAt(lake, 'Backup/Drill/Resource').body;
    expect(drill).toMatchObject({ name: 'restore-drill', concurrency: 1, parameters: { backup: '' } });
    const [, job] = JSON.parse(String(drill['activities_json'])) as readonly {
      readonly policy: { readonly timeout: string; readonly retry: number };
      readonly typeProperties: { readonly args: readonly unknown[]; readonly file: { readonly value: string } };
    }[];
    expect(job?.policy).toMatchObject({ timeout: '1.08:00:00', retry: 0 });
    expect(job?.typeProperties.file.value).toContain("'/jobs/engine_job.py'");
    const [backups, system] = ['Backup/Storage/Account', 'Lakehouse/Storage/Default/Account'].map((path) =>
      String(resourceAt(lake, path).body['name']),
    );
    expect(job?.typeProperties.args.slice(4)).toEqual([
      ...['--module', 'medallion.recovery', 'drill'],
      ...['--place', `abfss://backup@${String(backups)}.dfs.core.windows.net`],
      ...['--scratch', `abfss://system@${String(system)}.dfs.core.windows.net/scratch/drill`],
      ...['--backup', { value: '@pipeline().parameters.backup', type: 'Expression' }],
    ]);
  });

  test('drills by the clock where the environment says when', () => {
    const { drill, ...byHand } = recovery;
    expect(drill?.active).toBe(true);
    const started = synthesize((app) => addStacks(app, [{ ...prod, recovery: byHand }], chain)).stacks.find(
      ({ name }) => name === 'prod',
    );
    const names = (stack: typeof lake | undefined): readonly unknown[] =>
      stack === undefined ? [] : bodiesOf(stack, 'azurerm_data_factory_trigger_schedule').map(({ name }) => name);
    expect(names(lake)).toContain('restore-drill-schedule');
    expect(names(started)).toContain('backup-schedule');
    expect(names(started)).not.toContain('restore-drill-schedule');
  });

  test('is written by Spark jobs through a private way, and by nobody else', () => {
    const container = resourceAt(lake, 'Backup/Storage/Container-backup');
    const grants = bodiesOf(lake, 'azurerm_role_assignment').filter(
      ({ scope }) => scope === `\${${container.address}.id}`,
    );
    expect(grants.map((grant) => [grant['role_definition_name'], grant['principal_type']])).toEqual([
      ['Storage Blob Data Contributor', 'ServicePrincipal'],
    ]);
    const ways = bodiesOf(stackOf('prod-access'), 'azurerm_synapse_managed_private_endpoint').map(({ name }) => name);
    const account = String(resourceAt(lake, 'Backup/Storage/Account').body['name']);
    expect(ways).toEqual(expect.arrayContaining([`storage-${account}-dfs`, `storage-${account}-blob`]));
  });
});

describe('the recovery environment', () => {
  const other = stackOf('recovery');

  test('is the same lake in the other region, under names of its own', () => {
    expect(resourceAt(other, 'Group').body).toMatchObject({ location: 'westus', name: 'rg-lake-recovery-westus' });
    const types = (stack: typeof lake): readonly string[] =>
      stack.resources
        .filter(({ path }) => !path.includes('/Backup/') && !path.includes('StorageLock-'))
        .map(({ type }) => type);
    expect(new Set(types(other))).toEqual(new Set(types(lake)));
    const names = (stack: typeof lake): readonly unknown[] =>
      ['azurerm_storage_account', 'azurerm_key_vault', 'azurerm_synapse_workspace', 'azurerm_data_factory'].flatMap(
        (type) => bodiesOf(stack, type).map(({ name }) => name),
      );
    expect(names(other).filter((name) => names(lake).includes(name))).toEqual([]);
  });

  test('does not run before somebody switches it on', () => {
    const active = (stack: typeof lake): readonly unknown[] =>
      bodiesOf(stack, 'azurerm_data_factory_trigger_schedule').map(({ activated }) => activated);
    expect(active(other)).toEqual([false, false]);
    expect(active(lake)).toEqual([true, true, true, true]);
  });

  test('passes every rule, those of a regulator too', () => {
    const own = stacks.filter(({ environment }) => environment === 'recovery');
    const { decisions } = evaluatePolicies(own, rules, [], '2026-11-24');
    expect(decisions.length).toBeGreaterThan(100);
    expect(decisions.filter(isFailure)).toEqual([]);
  });

  test('fails for an environment without a second region', () => {
    expect(() => recoveryOf(dev)).toThrow(UserError);
    expect(() => recoveryOf(dev)).toThrow('environment dev: recovery is not set');
    expect(() => checkEnvironment(second)).not.toThrow();
  });
});
