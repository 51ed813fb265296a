import { CLOUDS } from '../../azure/clouds';
import { undecided } from '../judge';
import { isExpression, parseReference } from '../../synthesized/references';
import { COMPLIANT, forEach, nonCompliant, type Outcome, type Rule } from '../rule';
import { resourcesOfType, type StackResource } from '../../synthesized/stack';

const ARGUMENT = 'storage_data_lake_gen2_filesystem_id';
const SUFFIXES = Object.values(CLOUDS).map(({ storage }) => storage.replaceAll('.', '[.]'));
const URL = new RegExp(`^https://[a-z0-9]{3,24}[.]dfs[.](${SUFFIXES.join('|')})/[a-z0-9-]{3,63}$`);

export const synapseFilesystemUrl: Rule = {
  id: 'synapse-filesystem-url',
  level: 'error',
  pack: 'baseline',
  waivable: true,
  when: 'synth',
  what: `The ${ARGUMENT} of a workspace is the URL of a container at the dfs endpoint, not an ARM id.`,
  why: 'The name asks for an id, and the ARM id of a container passes validate, plan and the provider: the workspace is made with a broken address, and the argument forces a replacement.',
  remedy:
    'Write https://<account>.dfs.core.windows.net/<container>, or "${azurerm_storage_account.<id>.primary_dfs_endpoint}<container>"; the endpoint ends with a slash.',
  controls: ['Well-Architected OE:05', 'Well-Architected RE:09'],
  source: 'azurerm 4.55 provider source; apply of wrong settings',
  evaluate: (stack) => forEach(resourcesOfType(stack, 'azurerm_synapse_workspace'), judge),
};

function judge({ body }: StackResource): Outcome {
  const value = body[ARGUMENT];
  const reference = parseReference(value);
  if (reference) {
    const { address, attribute, suffix } = reference;
    const good =
      (attribute === 'primary_dfs_endpoint' && /^[a-z0-9-]{3,63}$/.test(suffix)) ||
      (address.startsWith('azurerm_storage_data_lake_gen2_filesystem.') && attribute === 'id' && suffix === '');
    return good ? COMPLIANT : nonCompliant(`${ARGUMENT} is ${String(value)}, which is no URL of a container.`);
  }
  if (isExpression(value)) return undecided(ARGUMENT, value);
  return URL.test(String(value ?? '')) ? COMPLIANT : nonCompliant(`${ARGUMENT} is ${String(value)}, must be a URL.`);
}
