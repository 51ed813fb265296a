import { CLOUDS } from '../../../azure/clouds';
import { dev } from '../../../environments/dev';
import type { Environment } from '../../../environments/settings/environment';
import { staging } from '../../../environments/staging';
import { PRIVATE_ZONES } from '../../../azure/private-zones';
import { evaluatePolicies, isFailure } from '../../../policies/engine';
import { rules } from '../../../policies/rules';
import { addStacks } from '../../../stacks';
import { chain } from '../../support/contracts';
import { bodiesOf, synthesize, type Synthesis } from '../../support/synth';

/** Ends of host names that belong to the public cloud alone. */
const PUBLIC = /windows\.net|azuresynapse\.net|vaultcore\.azure\.net|datafactory\.azure\.net|adf\.azure\.com/;

const government: Environment = { ...staging, cloud: 'usgovernment', location: 'usgovvirginia' };
const china: Environment = { ...dev, cloud: 'china', location: 'chinanorth3' };
const made = (environment: Environment): Synthesis => synthesize((app) => addStacks(app, [environment], chain));

describe.each([government, china])('a lake in the cloud $cloud', (environment) => {
  const { stacks, text, json } = made(environment);
  const { name, storage, synapse, powerShell } = CLOUDS[environment.cloud ?? 'public'];
  const lake = String(text[environment.name]);

  test('has no address of the public cloud anywhere', () => {
    expect(lake).toMatch(new RegExp(`abfss://releases@[a-z0-9]+\\.dfs\\.${storage}`));
    expect(lake).toContain(`.dev.${synapse}`);
    const bodies = stacks.flatMap(({ resources }) =>
      // What a construct is called is no address, and what refers to it does so by that name.
      resources.map(({ body }) =>
        JSON.stringify({ ...body, '//': null, depends_on: null }).replace(/\$\{[^}]*\}/g, ''),
      ),
    );
    expect(bodies.length).toBeGreaterThan(80);
    expect(bodies.filter((body) => PUBLIC.test(body))).toEqual([]);
  });

  test('is signed in to there, and so is its state', () => {
    for (const stack of Object.values(json)) {
      expect(stack).toMatchObject({
        provider: { azurerm: [{ environment: name }] },
        terraform: { backend: { azurerm: { environment: name } } },
      });
    }
  });

  test('pauses its SQL pools there', () => {
    expect(lake).toContain(`Connect-AzAccount -Identity -Environment ${powerShell} |`);
  });

  test('passes every rule', () => {
    const { decisions } = evaluatePolicies(stacks, rules, [], '2026-11-25');
    expect(decisions.length).toBeGreaterThan(100);
    expect(decisions.filter(isFailure)).toEqual([]);
  });
});

test('names the zones of private endpoints as the cloud does', () => {
  const [lake] = made(government).stacks;
  if (lake === undefined) throw new Error('There is a stack.');
  const zones = bodiesOf(lake, 'azurerm_private_dns_zone').map(({ name }) => name);
  expect([...zones].sort()).toEqual(PRIVATE_ZONES.map((zone) => CLOUDS.usgovernment.zones?.[zone]).sort());
});

test('the public cloud, said or not, is the same lake', () => {
  expect(made({ ...dev, cloud: 'public' }).text).toEqual(made(dev).text);
  expect(made(dev).text['dev']).toMatch(PUBLIC);
});
