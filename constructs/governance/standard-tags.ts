import { Aspects, type IAspect, type TerraformStack } from 'cdktf';
import type { IConstruct } from 'constructs';

type Tags = Readonly<Record<string, string>>;

interface Taggable {
  tags: Record<string, string>;
  readonly tagsInput?: Record<string, string>;
}

/**
 * Tags every resource of a stack that can be tagged; azurerm has no tags of its own for a provider. What a resource says
 * about itself wins.
 */
export function tagStack(stack: TerraformStack, tags: Tags): void {
  Aspects.of(stack).add(new StandardTags(tags));
}

class StandardTags implements IAspect {
  constructor(private readonly tags: Tags) {}

  visit(node: IConstruct): void {
    if (isTaggable(node)) node.tags = { ...this.tags, ...node.tagsInput };
  }
}

function isTaggable(node: IConstruct): node is IConstruct & Taggable {
  return 'tagsInput' in node;
}
