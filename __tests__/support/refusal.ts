import type { TerraformStack } from 'cdktf';
import { ConfigurationError } from '../../constructs/base/checks';
import { scratchStack } from './synth';

/** What a construct refused: runs `build` and returns its error; fails when it was accepted. */
export function refusalOf(build: () => unknown): ConfigurationError {
  try {
    build();
  } catch (error) {
    if (error instanceof ConfigurationError) return error;
    throw error;
  }
  throw new Error('The setting was accepted.');
}

export interface RefusalCase<Props> {
  readonly what: string;
  readonly bad: Partial<Props>;
  /** Part of the setting that the error names. */
  readonly setting: string;
  /** The nearest props that Azure takes. */
  readonly good: Partial<Props>;
}

/** Two tests a case: the setting is refused by name and value with a remedy, and its nearest neighbour is accepted. */
export function describeRefusals<Props extends object>(
  base: Props,
  make: (stack: TerraformStack, id: 'Subject', props: Props) => unknown,
  cases: readonly RefusalCase<Props>[],
): void {
  test.each(cases)('fails for $what', ({ bad, setting }) => {
    const error = refusalOf(() => make(scratchStack(), 'Subject', { ...base, ...bad }));
    expect(error.path).toMatch(/^test\/Subject/);
    expect(error.refusal.setting).toContain(setting);
    expect(error.message).toBe(
      `${error.path}: ${error.refusal.setting} is ${JSON.stringify(error.refusal.value) ?? 'not set'}; allowed: ${error.refusal.allowed}`,
    );
    expect(error.remedy.length).toBeGreaterThan(10);
  });

  test.each(cases)('accepts the neighbour of: $what', ({ good }) => {
    expect(() => make(scratchStack(), 'Subject', { ...base, ...good })).not.toThrow();
  });
}
