import { Lakehouse } from '../../constructs/lakehouse/lakehouse';
import { RefusedStackError } from '../../refusals/refuse-at-synth';
import { production } from '../../examples/production';
import { bodyOf, synthesizeStack } from '../support/synth';

const withOverride = (path: string, value: unknown) =>
  synthesizeStack((stack) => {
    const lake = Lakehouse.fromModule(stack, 'Lakehouse', production);
    lake.storage.account.addOverride(path, value);
  });

test('an override adds what no prop offers', () => {
  const stack = withOverride('routing', { publish_microsoft_endpoints: true });
  expect(bodyOf(stack, 'azurerm_storage_account')['routing']).toEqual({ publish_microsoft_endpoints: true });
});

test('fails for an override that Azure would refuse, although no construct sees it, in a stack that is not ours', () => {
  const build = () => withOverride('blob_properties.versioning_enabled', true);
  expect(build).toThrow(RefusedStackError);
  expect(build).toThrow(
    'test/Lakehouse/Storage/Default/Account: is_hns_enabled is true, which excludes versioning_enabled.',
  );
});
