import type { Environment } from '../settings/environment';
import { check, type Check } from './check';

const SKUS: readonly string[] = ['standard', 'premium'];
const KEY_TYPES: readonly string[] = ['RSA', 'RSA-HSM'];

/** A key in hardware needs a vault that has hardware. */
export function checkVault({ keyVault: { sku = 'standard' }, encryption }: Environment): readonly Check[] {
  const { keyType = 'RSA' } = encryption ?? {};
  return [
    check('keyVault.sku', sku, SKUS.includes(sku), SKUS.join(', ')),
    check('encryption.keyType', keyType, KEY_TYPES.includes(keyType), KEY_TYPES.join(', ')),
    check(
      'encryption.keyType',
      keyType,
      keyType !== 'RSA-HSM' || sku === 'premium',
      "RSA in a standard vault; RSA-HSM needs keyVault.sku 'premium'",
    ),
  ];
}
