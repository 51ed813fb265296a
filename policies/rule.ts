import type { PackName } from './packs';
import type { StackResource, SynthesizedStack } from '../synthesized/stack';

/** `error` fails the review unless waived; `warning` is shown. */
export type Level = 'error' | 'warning';

export type Outcome =
  | { readonly kind: 'compliant' }
  | {
      readonly kind: 'non-compliant';
      /** One sentence that names the argument, its value and what is allowed. */
      readonly message: string;
    }
  | {
      readonly kind: 'cannot-decide';
      /** Which value is known only to Terraform. */
      readonly reason: string;
    };

export interface ResourceVerdict {
  /** What the verdict is about: a resource, or the stack's own `terraform` block. */
  readonly resource: Pick<StackResource, 'address' | 'path'>;
  readonly outcome: Outcome;
}

/** `not-applicable`: the stack holds nothing the rule speaks about. */
export type Verdict = 'not-applicable' | readonly ResourceVerdict[];

/** One policy: a pure function over a stack as Terraform will read it, with all a reviewer needs to judge a finding. */
export interface Rule {
  /** The file's name. Stable for ever: waivers refer to it. */
  readonly id: string;
  readonly level: Level;
  /** First pack that holds the rule; every later pack holds it too. */
  readonly pack: PackName;
  /** False for a finding that prod cannot accept even for a while: it opens the lake, or loses it. */
  readonly waivable: boolean;
  /**
   * `synth`: Azure or the provider cannot do it, so that a synthesis fails and no waiver helps. `review`: one should not do it.
   */
  readonly when: 'synth' | 'review';
  /** What must hold, in one sentence. */
  readonly what: string;
  /** What goes wrong otherwise, and who else fails to notice. */
  readonly why: string;
  readonly remedy: string;
  /** Controls of public frameworks that the rule answers. */
  readonly controls: readonly string[];
  /** Where the facts come from. */
  readonly source: string;
  /** @param today `YYYY-MM-DD`, the day of the review; undefined at synth, whose result never depends on the day */
  evaluate(stack: SynthesizedStack, today?: string): Verdict;
}

export const COMPLIANT: Outcome = { kind: 'compliant' };

export function nonCompliant(message: string): Outcome {
  return { kind: 'non-compliant', message };
}

export function cannotDecide(reason: string): Outcome {
  return { kind: 'cannot-decide', reason };
}

/** Judges each resource on its own; not applicable when there is none. */
export function forEach(resources: readonly StackResource[], judge: (resource: StackResource) => Outcome): Verdict {
  return resources.length === 0
    ? 'not-applicable'
    : resources.map((resource) => ({ resource, outcome: judge(resource) }));
}
