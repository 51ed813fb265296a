import { texts } from '../../synthesized/values';
import { isExpression } from '../../synthesized/references';
import { COMPLIANT, nonCompliant, type Outcome, type Rule } from '../rule';
import type { JsonObject } from '../../shared/json';
import type { PartKind, StackResource } from '../../synthesized/stack';

const SECRET_ARGUMENT =
  /(?:^|[._])(?:password|passwd|pwd|client_secret|access_key|account_key|primary_key|secret_key|api_key|private_key|service_principal_key|sas_token|sas_uri|connection_string|conn_str|oidc_token|access_token|auth_token)$/i;
/** What signs in to a backend or a provider, under names that are harmless on a resource. */
const SIGN_IN = /(?:^|\.)(?:token|credentials|encryption_key|secret_id|client_certificate|oidc_request_token|secret)$/i;
/** A value of a variable, a local or an output is named by its block. */
const VALUE_OF_BLOCK = /\.(?:default|value)$/;
const SECRET_TEXTS: readonly (readonly [string, RegExp])[] = [
  ['an account key', /AccountKey=[A-Za-z0-9+/]{20,}/],
  ['a password', /(?:^|[;"])(?:Password|Pwd)=[^;"$@]+/i],
  ['a password', /"(?:password|accountKey|sasToken|connectionString|clientSecret)"\s*:\s*"[^"@{$]+"/i],
  ['a shared access signature', /[?&]sig=[A-Za-z0-9%+/]{20,}/],
  ['a password', /[a-z][a-z0-9+.-]*:\/\/[^\s:/@$]+:[^\s:/@${]+@/i],
  ['a private key', /-----BEGIN [A-Z ]*PRIVATE KEY-----/],
];

export const noSecretLiterals: Rule = {
  id: 'no-secret-literals',
  level: 'error',
  pack: 'baseline',
  waivable: false,
  when: 'review',
  what: 'No resource, provider, backend, variable, local or output holds a password, an account key, a shared access signature or a private key in clear text.',
  why: 'The synthesized JSON is committed as a snapshot, printed in pull requests and kept in state: a secret in it is public to everyone who ever reads one of the three.',
  remedy: 'Use a managed identity. Where there must be a secret, generate it (random, uuid) or read it from Key Vault.',
  controls: ['Well-Architected SE:09', 'GDPR art. 32'],
  source: 'Terraform documentation (sensitive data in state); azurerm 4.55 resource schemas',
  evaluate: (stack) => {
    const holders = stack.parts
      .filter(({ body }) => Object.keys(body).length > 0)
      .map(({ kind, address, body }) => ({ kind, resource: { address, path: `${stack.name}/${address}` }, body }));
    const verdicts = [
      ...stack.resources.map((resource) => ({ resource, outcome: judge(resource) })),
      ...holders.map(({ kind, resource, body }) => ({ resource, outcome: judgePart(kind, resource.address, body) })),
    ];
    return verdicts.length === 0 ? 'not-applicable' : verdicts;
  },
};

function judge({ type, body }: StackResource): Outcome {
  return secretIn(body, (at) => SECRET_ARGUMENT.test(at) || (type === 'azurerm_key_vault_secret' && at === 'value'));
}

function judgePart(kind: PartKind, address: string, body: JsonObject): Outcome {
  const signsIn = kind === 'backend' || kind === 'provider' || kind === 'setting';
  return secretIn(body, (at) => {
    const name = `${address}.${at}`.replace(VALUE_OF_BLOCK, '');
    return at !== 'description' && (SECRET_ARGUMENT.test(name) || (signsIn && SIGN_IN.test(name)));
  });
}

function secretIn(body: JsonObject, isSecret: (at: string) => boolean): Outcome {
  for (const { at, text } of texts(body)) {
    const named = isSecret(at);
    if (named && text !== '' && !isExpression(text)) return nonCompliant(`${at} holds a secret in clear text.`);
    const hit = SECRET_TEXTS.find(([, pattern]) => pattern.test(text));
    if (hit) return nonCompliant(`${at} holds ${hit[0]} in clear text.`);
  }
  return COMPLIANT;
}
