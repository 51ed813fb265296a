import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

// Where the workers say which operations of Azure they called; read by the reporter.
process.env.API_COVERAGE ??= join(mkdtempSync(join(tmpdir(), 'medallion-api-')), 'operations');

/** Type checking is a step of its own (`npm run typecheck`); jest only transpiles, which is three times faster. */
export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/__tests__'],
  testMatch: ['**/*.test.ts'],
  reporters: ['default', '<rootDir>/__tests__/support/api-coverage-reporter.mjs'],
  setupFilesAfterEnv: ['<rootDir>/__tests__/setup.ts'],
  transform: {
    '^.+\\.ts$': ['ts-jest', { tsconfig: 'tsconfig.check.json' }],
    'sqlparser_rs_wasm\\.js$': '<rootDir>/setup/jest-es-module.mjs',
  },
  transformIgnorePatterns: ['/node_modules/(?!@guanmingchiu/)'],
};
