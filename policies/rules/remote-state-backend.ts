import { objectAt, type JsonObject } from '../../shared/json';
import { cannotDecide, COMPLIANT, nonCompliant, type Outcome, type Rule } from '../rule';
import { read, sameValue } from '../../synthesized/values';

/** Any of these in the JSON is a credential that ends in the repository and in every log of a run. */
const CREDENTIALS = ['access_key', 'sas_token', 'client_secret', 'client_certificate_password'] as const;

export const remoteStateBackend: Rule = {
  id: 'remote-state-backend',
  level: 'error',
  pack: 'baseline',
  waivable: false,
  when: 'review',
  what: 'A stack keeps its state remotely; an azurerm backend signs in with Entra ID and holds no credential.',
  why: 'State holds secrets in clear text and is the only map of what exists. cdktf keeps it in a local file by default, writes that machine’s path into the JSON, and two people overwrite each other. No scanner reads the backend.',
  remedy: 'Add an azurerm backend with use_azuread_auth = true, and give credentials by the environment only.',
  controls: ['Well-Architected OE:05', 'Well-Architected SE:09'],
  source: 'cdktf 0.21 source (default backend); Terraform azurerm backend documentation',
  evaluate: (stack) =>
    stack.resources.length === 0
      ? 'not-applicable'
      : [{ resource: { address: 'terraform.backend', path: stack.name }, outcome: judge(stack.terraform) }],
};

function judge(terraform: JsonObject): Outcome {
  if (terraform['cloud'] !== undefined) {
    return COMPLIANT;
  }
  const [kind] = Object.keys(objectAt(terraform, 'backend'));
  if (kind === undefined || kind === 'local') {
    return nonCompliant('The state is a local file: there is no remote backend.');
  }
  if (kind !== 'azurerm') {
    return COMPLIANT;
  }
  const backend = objectAt(objectAt(terraform, 'backend'), kind);
  const credential = CREDENTIALS.find((name) => read(backend, name).kind !== 'absent');
  if (credential) {
    return nonCompliant(`The azurerm backend holds the credential ${credential}.`);
  }
  const identity = read(backend, 'use_azuread_auth');
  if (identity.kind === 'unresolved') {
    return cannotDecide(`use_azuread_auth is ${identity.expression}, known only to Terraform.`);
  }
  return identity.kind === 'literal' && sameValue(identity.value, true)
    ? COMPLIANT
    : nonCompliant('The azurerm backend reads the account key: use_azuread_auth must be true.');
}
