import { ConfigurationError } from '../../constructs/checks';

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
