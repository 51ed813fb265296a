import { cannotDecide, COMPLIANT, forEach, nonCompliant, type Outcome, type Rule } from '../rule';
import { isJsonObject } from '../../shared/json';
import type { StackResource } from '../../synthesized/stack';
import { TAGGABLE_TYPES } from '../taggable-types';
import { read } from '../../synthesized/values';

const REQUIRED_TAGS = ['Environment', 'Owner', 'CostCenter'] as const;

export const requiredTags: Rule = {
  id: 'required-tags',
  level: 'error',
  pack: 'baseline',
  waivable: true,
  when: 'review',
  what: `Every resource that can be tagged has the tags ${REQUIRED_TAGS.join(', ')}.`,
  why: 'Cost is allocated by tag and an alarm is answered by an owner: an untagged resource is nobody’s, in the bill and at night. azurerm has no default tags, and TypeScript takes any map.',
  remedy: 'Let the stack tag its resources after all constructs are made, and add the missing tags there.',
  controls: ['Well-Architected CO:03', 'FinOps Framework: Allocation'],
  source: 'Azure Cloud Adoption Framework tagging strategy; azurerm 4.55 resource schemas',
  evaluate: (stack) =>
    forEach(
      stack.resources.filter(({ type }) => TAGGABLE_TYPES.has(type)),
      judge,
    ),
};

function judge({ body }: StackResource): Outcome {
  const tags = read(body, 'tags');
  if (tags.kind === 'unresolved') {
    return cannotDecide(`tags is ${tags.expression}, known only to Terraform.`);
  }
  const all = tags.kind === 'literal' && isJsonObject(tags.value) ? Object.entries(tags.value) : [];
  // Azure compares the names of tags without case.
  const present = new Set(
    all.filter(([, value]) => value !== '' && value !== null).map(([name]) => name.toLowerCase()),
  );
  const missing = REQUIRED_TAGS.filter((tag) => !present.has(tag.toLowerCase()));
  return missing.length === 0 ? COMPLIANT : nonCompliant(`Missing tags: ${missing.join(', ')}.`);
}
