import { judgeArguments } from '../judge';
import { forEach, nonCompliant, type Rule } from '../rule';
import { resourcesOfType } from '../../synthesized/stack';

const DATA_PLANE = ['azurerm_storage_data_lake_gen2_filesystem', 'azurerm_storage_data_lake_gen2_path'];

export const storageContainersThroughArm: Rule = {
  id: 'storage-containers-through-arm',
  level: 'error',
  pack: 'baseline',
  waivable: true,
  when: 'synth',
  what: 'Containers are made through ARM, and private: azurerm_storage_container with storage_account_id.',
  why: 'Filesystem and path resources, and containers by account name, call the data endpoint: they need account keys, or fail with 403 behind the firewall, at every plan of every colleague.',
  remedy: 'Use azurerm_storage_container with storage_account_id and access by roles; let jobs make their folders.',
  controls: ['CIS Azure 2.0.0: 3.7', 'Well-Architected SE:05'],
  source: 'azurerm#6659, azurerm#2977, azurerm#16958; azurerm 4.55 provider source',
  evaluate: (stack) =>
    forEach(resourcesOfType(stack, 'azurerm_storage_container', ...DATA_PLANE), ({ type, body }) =>
      DATA_PLANE.includes(type)
        ? nonCompliant(`${type} calls the data endpoint of the account.`)
        : judgeArguments(body, ['storage_account_name', 'container_access_type'], (byName, access) => {
            if (byName !== undefined) return 'storage_account_name is set, must be storage_account_id.';
            return access === undefined || access === 'private'
              ? undefined
              : `container_access_type is "${String(access)}", must be private.`;
          }),
    ),
};
