import { Aspects, type IAspect } from 'cdktf';
import type { IConstruct } from 'constructs';

type Tags = Readonly<Record<string, string>>;

interface Taggable {
  tags: Record<string, string>;
  readonly tagsInput?: Record<string, string>;
}

/**
 * Tags every resource at and below a construct that can be tagged; azurerm has no tags of its own for a provider. What a
 * resource says about itself wins.
 */
export function tagAll(scope: IConstruct, tags: Tags): void {
  Aspects.of(scope).add(new StandardTags(tags));
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
