/** Type checking is a step of its own (`npm run typecheck`). */
module.exports = {
  testEnvironment: 'node',
  roots: ['<rootDir>/__tests__'],
  transform: {
    '^.+\\.ts$': 'ts-jest',
    // The parser of SQL is an ES module, which jest loads only when it is turned into another.
    'sqlparser_rs_wasm\\.js$': '<rootDir>/node_modules/medallion/setup/jest-es-module.mjs',
  },
  transformIgnorePatterns: ['/node_modules/(?!@guanmingchiu/)'],
};
