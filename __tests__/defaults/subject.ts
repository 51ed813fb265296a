import type { TerraformStack } from 'cdktf';
import { UserError } from '../../shared/errors';
import { synthesizeStack } from '../support/synth';

type OptionalKeys<Props> = {
  [Key in keyof Props]-?: undefined extends Props[Key] ? (object extends Pick<Props, Key> ? Key : never) : never;
}[keyof Props];

interface Variant<Value> {
  /** The value that means what leaving the prop out means; left out itself where nothing but absence does. */
  readonly same?: Value;
  /** A value that means something else, which shows that the prop is not without effect. */
  readonly other: Value;
}

/** One entry for each optional prop of a type; the compiler misses none. */
type Variants<Props> = { readonly [Key in OptionalKeys<Props>]: Variant<NonNullable<Props[Key]>> };

export interface Trial {
  readonly prop: string;
  readonly same: unknown;
  readonly hasSame: boolean;
  readonly without: () => string;
  readonly withSame: () => string;
  readonly withOther: () => string;
}

export interface Subject {
  readonly type: string;
  readonly trials: readonly Trial[];
}

/**
 * A props type, the output for given props, and its optional props.
 *
 * @typeParam Inherited props that are passed on as they are, and tried where they are used
 * @param output what the props result in, as text; a refusal is an outcome as well
 */
export function subject<Props extends object, Inherited extends keyof Props = never>(
  type: string,
  required: Props,
  output: (props: Props) => string,
  variants: Variants<Omit<Props, Inherited>>,
): Subject {
  const outcome = (props: Props): string => {
    try {
      return output(props);
    } catch (error) {
      if (error instanceof UserError) return `refused: ${error.message}`;
      throw error;
    }
  };
  const entries = Object.entries<Variant<unknown>>(variants);
  let plain: string | undefined;
  return {
    type,
    trials: entries.map(([prop, variant]) => ({
      prop,
      same: variant.same,
      hasSame: 'same' in variant,
      without: () => (plain ??= outcome(required)),
      withSame: () => outcome({ ...required, [prop]: variant.same }),
      withOther: () => outcome({ ...required, [prop]: variant.other }),
    })),
  };
}

/** The resources that a construct comes to. */
export function synthesized<Props>(make: (stack: TerraformStack, props: Props) => unknown): (props: Props) => string {
  return (props) => JSON.stringify(synthesizeStack((stack) => void make(stack, props)).resources);
}
