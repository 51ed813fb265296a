import type { TerraformStack } from 'cdktf';
import type { UserError } from '../shared/errors';
import type { JsonObject } from '../shared/json';
import { parseStack } from '../synthesized/parse-stack';
import type { SynthesizedStack } from '../synthesized/stack';

/** What must stop a stack from being written; undefined when nothing does. */
export type Judge = (stack: SynthesizedStack) => UserError | undefined;

const judges = new WeakMap<TerraformStack, Judge[]>();

/** Judges a stack's JSON before it is written, after all aspects and overrides. Its JSON is made once for all judges. */
export function judgeAtSynth(stack: TerraformStack, judge: Judge): void {
  const known = judges.get(stack);
  if (known !== undefined) {
    known.push(judge);
    return;
  }
  const own = [judge];
  judges.set(stack, own);
  stack.node.addValidation({
    validate: () => {
      Reflect.deleteProperty(stack, 'toTerraform');
      const document = stack.toTerraform() as JsonObject;
      const synthesized = parseStack(stack.node.id, document);
      for (const one of own) {
        const error = one(synthesized);
        // Thrown, not returned: the framework would drop the remedy, and wrap the message.
        if (error !== undefined) throw error;
      }
      // What the framework asks for next, to write it, is what was judged; to make it once saves a third of a synthesis.
      stack.toTerraform = () => document;
      return [];
    },
  });
}
