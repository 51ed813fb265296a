import { expectArguments } from '../expect';
import { forEach, type Rule } from '../rule';
import { resourcesOfType } from '../../synthesized/stack';

export const storageEncryptedTransport: Rule = {
  id: 'storage-encrypted-transport',
  level: 'error',
  pack: 'baseline',
  waivable: false,
  when: 'synth',
  what: 'A storage account takes HTTPS only, with TLS 1.2.',
  why: 'Over HTTP, data and access tokens cross the network in clear text. Checkov reads the argument by the name it had before azurerm 4, so it passes an account that allows HTTP; TLS1_3 passes TypeScript, the provider and Checkov, and Azure refuses it.',
  remedy: 'Leave https_traffic_only_enabled at true and set min_tls_version to TLS1_2.',
  controls: ['CIS Azure 2.0.0: 3.1, 3.15', 'Well-Architected SE:07', 'GDPR art. 32'],
  source: 'azurerm 4.55 provider source; Checkov CKV_AZURE_3 and CKV_AZURE_44',
  evaluate: (stack) =>
    forEach(resourcesOfType(stack, 'azurerm_storage_account'), ({ body }) =>
      expectArguments(body, [
        { argument: 'https_traffic_only_enabled', allowed: true, absentMeans: true },
        { argument: 'min_tls_version', allowed: 'TLS1_2', absentMeans: 'TLS1_2' },
      ]),
    ),
};
