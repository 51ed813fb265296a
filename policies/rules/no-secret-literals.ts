import { texts } from '../judge';
import { isExpression } from '../../synthesized/references';
import { COMPLIANT, forEach, nonCompliant, type Outcome, type Rule } from '../rule';
import type { StackResource } from '../../synthesized/stack';

const SECRET_ARGUMENT =
  /(?:^|[._])(?:password|client_secret|access_key|account_key|primary_key|service_principal_key|sas_token|sas_uri|connection_string)$/;
const SECRET_TEXTS: readonly (readonly [string, RegExp])[] = [
  ['an account key', /AccountKey=[A-Za-z0-9+/]{20,}/],
  ['a password', /(?:^|[;"])(?:Password|Pwd)=[^;"$@]+/i],
  ['a password', /"(?:password|accountKey|sasToken|connectionString|clientSecret)"\s*:\s*"[^"@{$]+"/i],
  ['a shared access signature', /[?&]sig=[A-Za-z0-9%+/]{20,}/],
  ['a private key', /-----BEGIN [A-Z ]*PRIVATE KEY-----/],
];

export const noSecretLiterals: Rule = {
  id: 'no-secret-literals',
  level: 'error',
  what: 'No resource holds a password, an account key, a shared access signature or a private key in clear text.',
  why: 'The synthesized JSON is committed as a snapshot, printed in pull requests and kept in state: a secret in it is public to everyone who ever reads one of the three.',
  remedy: 'Use a managed identity. Where there must be a secret, generate it (random, uuid) or read it from Key Vault.',
  controls: ['Well-Architected SE:09', 'GDPR art. 32'],
  source: 'Terraform documentation (sensitive data in state); azurerm 4.55 resource schemas',
  evaluate: (stack) => forEach(stack.resources, judge),
};

function judge({ type, body }: StackResource): Outcome {
  for (const { at, text } of texts(body)) {
    const named = SECRET_ARGUMENT.test(at) || (type === 'azurerm_key_vault_secret' && at === 'value');
    if (named && text !== '' && !isExpression(text)) return nonCompliant(`${at} holds a secret in clear text.`);
    const hit = SECRET_TEXTS.find(([, pattern]) => pattern.test(text));
    if (hit) return nonCompliant(`${at} holds ${hit[0]} in clear text.`);
  }
  return COMPLIANT;
}
