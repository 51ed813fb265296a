import type { SynthesizedStack } from '../synthesized/stack';

/** A setting that Azure or the provider would refuse, ignore or undo, found in the JSON that Terraform will read. */
export interface Violation {
  /** Path of the construct that wrote it; its Terraform address when nothing tells. */
  readonly path: string;
  /** Id of the check. */
  readonly check: string;
  /** Names the argument, its value and what is allowed. */
  readonly message: string;
  readonly remedy: string;
}

/** Pure: the same stack gives the same violations. What only Terraform knows is passed over. */
export interface SynthCheck {
  readonly id: string;
  find(stack: SynthesizedStack): readonly Violation[];
}
