import { environments } from '../../environments';
import { tenantPools } from '../../environments/settings/tenants';
import { synthesizeShipped } from '../support/shipped';

const { stacks } = synthesizeShipped();

describe.each(environments.map((environment) => ({ name: environment.name, environment })))(
  '$name',
  ({ name, environment }) => {
    const resources = stacks.filter((stack) => stack.environment === name).flatMap((stack) => stack.resources);
    const count = (type: string) => resources.filter((resource) => resource.type === type).length;

    test('has one resource for each thing that the environment declares', () => {
      const { sparkPools, sqlPools, tenants = [] } = environment;
      expect({
        workspaces: count('azurerm_synapse_workspace'),
        sparkPools: count('azurerm_synapse_spark_pool'),
        sqlPools: count('azurerm_synapse_sql_pool'),
        factories: count('azurerm_data_factory'),
        vaults: count('azurerm_key_vault'),
        logs: count('azurerm_log_analytics_workspace'),
      }).toEqual({
        workspaces: 1,
        sparkPools: sparkPools.length + tenantPools(tenants).length,
        sqlPools: sqlPools.length,
        factories: 1,
        vaults: 1,
        logs: 1,
      });
    });

    test('has every resource once', () => {
      const addresses = stacks
        .filter((stack) => stack.environment === name)
        .flatMap((stack) => stack.resources.map(({ address }) => `${stack.name} ${address}`));
      expect(addresses.filter((address, index) => addresses.indexOf(address) !== index)).toEqual([]);
      expect(addresses).toHaveLength(resources.length);
    });
  },
);
