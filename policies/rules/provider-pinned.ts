import { isJsonObject, type Json } from '../../shared/json';
import { COMPLIANT, nonCompliant, type Rule } from '../rule';

export const providerPinned: Rule = {
  id: 'provider-pinned',
  level: 'error',
  pack: 'baseline',
  waivable: true,
  when: 'review',
  what: 'Every provider is pinned to one exact version.',
  why: 'Defaults, names and bugs change between minor versions; what was reviewed is then not what is applied. The rules here hold for the version they name.',
  remedy: 'Set required_providers.<name>.version to a version such as "4.55.0".',
  controls: ['Well-Architected OE:05', 'Well-Architected SE:02'],
  source: 'Terraform documentation (provider requirements)',
  evaluate: (stack) => {
    if (stack.resources.length === 0) return 'not-applicable';
    const required = stack.terraform['required_providers'];
    const providers = (Array.isArray(required) ? required : [required]).flatMap((entry: Json | undefined) =>
      isJsonObject(entry) ? Object.entries(entry) : [],
    );
    const loose = providers.find(
      ([, provider]) => !isJsonObject(provider) || !/^\d+\.\d+\.\d+$/.test(String(provider['version'])),
    );
    const outcome =
      providers.length > 0 && loose === undefined
        ? COMPLIANT
        : nonCompliant(`${loose?.[0] ?? 'No provider'} is pinned to no exact version.`);
    return [{ resource: { address: 'terraform.required_providers', path: stack.name }, outcome }];
  },
};
