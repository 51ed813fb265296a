import { TerraformResource, type TerraformStack } from 'cdktf';
import { RefusedStackError, refuseAtSynth, SYNTH_CHECKS } from '../../refusals/refuse-at-synth';
import { synthesizeStack } from '../support/synth';
import { accessSettings } from './access-settings';
import { completed } from './completed';
import { computeSettings } from './compute-settings';
import { orchestrationSettings } from './orchestration-settings';
import { secondRound } from './second-round';
import type { Otherwise, Resources, Setting } from './setting';
import { storageSettings } from './storage-settings';
import { watchingSettings } from './watching-settings';

const settings: readonly Setting[] = [
  ...storageSettings,
  ...computeSettings,
  ...accessSettings,
  ...orchestrationSettings,
  ...watchingSettings,
  ...secondRound,
];

describe.each(settings)('$what', ({ bad, good, check, says }) => {
  test('fails at synth, by construct path, value, what is allowed, and remedy', () => {
    const error = refusalOf(bad);
    const violation = error.violations.find((one) => one.check === check && one.message.includes(says));
    expect(error.violations.map((one) => [one.check, one.message])).toContainEqual([check, violation?.message]);
    expect(violation?.path).toMatch(/^test\/\w/);
    expect(error.message).toContain(`${String(violation?.path)}: ${String(violation?.message)}`);
    expect(error.remedy).toContain(String(violation?.remedy));
    expect(String(violation?.remedy).length).toBeGreaterThan(15);
  });

  test('is accepted in its nearest form', () => {
    expect(synthesizeRaw(good)).toBeGreaterThan(0);
  });
});

/** As many as a survey of the azurerm 4.55.0 binary counted: nobody before the service, only a difference, in mid-apply. */
test.each<[Otherwise, number]>([
  ['nobody', 56],
  ['permanent difference', 11],
  ['mid-apply', 19],
])('refuses every setting that ends as "%s": at least %i', (otherwise, counted) => {
  const group = settings.filter((setting) => setting.otherwise === otherwise);
  process.stdout.write(
    `refusals, otherwise ${otherwise}: ${String(group.length)} settings (survey: ${String(counted)})\n`,
  );
  expect(new Set(group.map(({ what }) => what)).size).toBeGreaterThanOrEqual(counted);
});

test('tells its settings apart, and uses every check', () => {
  expect(new Set(settings.map(({ what }) => what)).size).toBe(settings.length);
  const used = new Set(settings.map(({ check }) => check));
  expect(
    SYNTH_CHECKS.map(({ id }) => id)
      .filter((id) => !used.has(id))
      .sort(),
  ).toEqual(['no-unresolved-tokens', 'storage-encrypted-transport']);
});

/** Makes the resources as a user would by an escape hatch: every argument is an override. */
function addRaw(stack: TerraformStack, resources: Resources): void {
  for (const [address, body] of Object.entries(completed(resources))) {
    const [terraformResourceType = '', id = ''] = address.split('.');
    const resource = new TerraformResource(stack, `${terraformResourceType}-${id}`, { terraformResourceType });
    resource.overrideLogicalId(id);
    for (const [argument, value] of Object.entries(body)) resource.addOverride(argument, value);
  }
}

function synthesizeRaw(resources: Resources): number {
  return synthesizeStack((stack) => {
    refuseAtSynth(stack);
    addRaw(stack, resources);
  }).resources.length;
}

function refusalOf(resources: Resources): RefusedStackError {
  try {
    synthesizeRaw(resources);
  } catch (error) {
    if (error instanceof RefusedStackError) return error;
    throw error;
  }
  throw new Error('The setting was accepted.');
}
