/** Programs that somebody writes from the documents: public imports, synthesized and judged as `medallion policy` does it. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { App } from 'cdktf';
import { evaluatePolicies, isFailure } from '../../policies/engine';
import { rules } from '../../policies/rules';
import { synthRules } from '../../refusals/as-rules';
import type { SynthesizedStack } from '../../synthesized/stack';
import { bodiesOf, resourceAt, synthesize } from '../support/synth';
import { addToNetwork } from './existing-network';
import { addExtendedProd } from './extended-prod';
import { addParts } from './parts';
import { addTenTenants, regions } from './ten-tenants';

const PUBLIC =
  /^(?:cdktf|@cdktf\/provider-azurerm\/lib\/[a-z0-9-]+|\.\.\/\.\.\/(?:constructs|stacks|contracts|environments\/(?:settings|dev|staging|prod)))$/;
function judged(add: (app: App) => void): readonly SynthesizedStack[] {
  const { stacks } = synthesize(add);
  const { decisions } = evaluatePolicies(stacks, [...rules, ...synthRules], [], '2026-11-24');
  const failures = decisions.filter(isFailure);
  expect(failures.map(({ rule, resource, message }) => [rule, resource?.path, message])).toEqual([]);
  expect(decisions.filter(({ status }) => status === 'compliant').length).toBeGreaterThan(20);
  return stacks;
}

function only(stacks: readonly SynthesizedStack[], name: string): SynthesizedStack {
  const found = stacks.find((stack) => stack.name === name);
  if (found === undefined) throw new Error(`There is no stack ${name}.`);
  return found;
}

test('a program imports what is public, and nothing else', () => {
  const programs = readdirSync(__dirname).filter((file) => !file.endsWith('.test.ts'));
  expect(programs.length).toBeGreaterThanOrEqual(4);
  for (const file of programs) {
    const imports = [...readFileSync(join(__dirname, file), 'utf8').matchAll(/from '([^']+)'/g)].map(
      ([, from]) => from,
    );
    expect(imports.filter((from) => !PUBLIC.test(from ?? ''))).toEqual([]);
  }
});

test('parts without the whole lake', () => {
  const [stack] = judged(addParts);
  expect(stack?.resources.some(({ type }) => type === 'azurerm_synapse_workspace')).toBe(false);
  expect(stack?.resources.some(({ type }) => type === 'azurerm_storage_management_policy')).toBe(true);
});

test('a protected lake takes a container and rights of a team, and its lock waits for them', () => {
  const prod = only(judged(addExtendedProd), 'prod');
  const lock = resourceAt(prod, 'Lakehouse/StorageLock/Resource');
  const waits = JSON.stringify(lock.body['depends_on']);
  for (const path of [
    'prod/Models',
    'prod/PricingWritesModels/Resource',
    'Lakehouse/Storage/Read-gold-Pricing/Resource',
  ]) {
    expect(waits).toContain(resourceAt(prod, path).address);
  }
});

test('a lake in an existing network makes no network', () => {
  const prod = only(judged(addToNetwork), 'prod');
  expect(bodiesOf(prod, 'azurerm_virtual_network')).toEqual([]);
  const subnets = bodiesOf(prod, 'azurerm_private_endpoint').map(({ subnet_id: id }) => String(id));
  expect(subnets.length).toBeGreaterThanOrEqual(9);
  expect(subnets.filter((id) => !id.endsWith('/snet-data'))).toEqual([]);
});

test('ten tenants in two regions: each in one of them, with its containers and its pipeline', () => {
  const stacks = judged(addTenTenants);
  for (const { name, location, tenants = [] } of regions) {
    const lake = only(stacks, name);
    expect(bodiesOf(lake, 'azurerm_storage_account').map((body) => body['location'])).toEqual([location]);
    const pipelines = bodiesOf(lake, 'azurerm_data_factory_pipeline').map((body) => body['name']);
    expect(tenants).toHaveLength(5);
    for (const { id } of tenants) {
      expect(pipelines).toContain(`medallion-${id}`);
      const asks = bodiesOf(lake, 'azurerm_monitor_scheduled_query_rules_alert_v2').filter((body) =>
        JSON.stringify(body['criteria']).includes(`PipelineName == \\"medallion-${id}\\"`),
      );
      // Spark has no price in the second region, so that nobody can say what a run costs.
      const priced = location === 'eastus' ? ['run-cost'] : [];
      const watched = ['completeness', 'freshness', 'pii-coverage', 'pipeline-success', ...priced, 'schema-pass'];
      expect(asks.map((body) => body['name']).sort()).toEqual(watched.map((alert) => `${alert}-${id}`));
      const containers = bodiesOf(lake, 'azurerm_storage_container').map((body) => body['name']);
      expect(containers).toEqual(expect.arrayContaining([`${id}-bronze`, `${id}-gold`, `${id}-system`]));
    }
  }
});
