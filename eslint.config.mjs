import js from '@eslint/js';
import tseslint from 'typescript-eslint';

const providerBarrel = {
  paths: [
    {
      name: '@cdktf/provider-azurerm',
      message:
        'Import the resource folder (@cdktf/provider-azurerm/lib/<resource>): the barrel costs 4x time and memory.',
    },
    { name: '@cdktf/provider-azurerm/lib', message: 'Import the resource folder, not the barrel.' },
  ],
};

export default tseslint.config(
  { ignores: ['dist/**', 'node_modules/**', 'cdktf.out/**', '.medallion/**', '.lakehouse/**', 'coverage/**'] },
  js.configs.recommended,
  ...tseslint.configs.strict,
  {
    files: ['**/*.ts'],
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      'no-restricted-imports': ['error', providerBarrel],
    },
  },
  {
    // The framework stays one rename away from its successor: only these two rooms (and the App) may name it.
    files: ['**/*.ts'],
    ignores: [
      'main.ts',
      'index.ts',
      'refusals/**',
      'constructs/**',
      'stacks/**',
      'examples/**',
      'templates/**',
      '__tests__/**',
      'bench/**',
    ],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          ...providerBarrel,
          patterns: [
            {
              group: ['cdktf', 'cdktf/*', '@cdktf/*', 'constructs'],
              message: 'Only constructs/ and stacks/ may import the framework.',
            },
          ],
        },
      ],
    },
  },
  {
    // A synth must give the same bytes on any day: no clock, no chance.
    files: ['main.ts', 'constructs/**/*.ts', 'stacks/**/*.ts', 'environments/**/*.ts', 'contracts/**/*.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'No clock in a synth.' },
        {
          selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']",
          message: 'No clock in a synth.',
        },
        {
          selector: "CallExpression[callee.object.name='Math'][callee.property.name='random']",
          message: 'No chance in a synth.',
        },
      ],
    },
  },
  {
    files: ['**/*.mjs', '**/*.js', '**/*.cjs'],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        module: 'writable',
        URL: 'readonly',
        setTimeout: 'readonly',
        setInterval: 'readonly',
        clearInterval: 'readonly',
        Buffer: 'readonly',
      },
    },
  },
);
