import type { Outcome } from '../policies/rule';
import type { JsonObject } from '../shared/json';
import type { StackResource, SynthesizedStack } from '../synthesized/stack';

/** Arguments of one type that are right alone, and wrong together or in their place. */
export interface Together {
  readonly type: string;
  readonly remedy: string;
  judge(body: JsonObject, stack: SynthesizedStack, resource: StackResource): Outcome;
}
