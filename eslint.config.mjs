import js from '@eslint/js';
import regexp from 'eslint-plugin-regexp';
import tseslint from 'typescript-eslint';
import { ROOMS } from './scripts/rooms.mjs';

const oneWayArrows = ROOMS.map((room, k) => ({
  files: [`lib/${room}/**/*.ts`],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: [
          {
            group: [...ROOMS.slice(k + 1).map((later) => `**/${later}/**`), '**/index.js', 'cliplab'],
            message: `lib/${room} may import only from: ${ROOMS.slice(0, k).join(', ') || 'nothing of lib'}.`,
          },
        ],
      },
    ],
  },
}));

export default tseslint.config(
  { ignores: ['**/node_modules/', '.venv/', '.cache/', 'lib/dist/', 'figures/', 'notebooks/'] },
  js.configs.recommended,
  {
    // A pattern takes time in proportion to its text, whatever the text: one that does not can be hung by a file or a
    // message.
    plugins: { regexp },
    rules: {
      'regexp/no-super-linear-backtracking': ['error', { report: 'potential' }],
      'regexp/no-super-linear-move': ['error', { report: 'potential' }],
      // Prettier breaks what it can; comments and the rest are to keep within it as well. No text or pattern is broken.
      'max-len': [
        'error',
        { code: 120, ignoreStrings: true, ignoreTemplateLiterals: true, ignoreRegExpLiterals: true, ignoreUrls: true },
      ],
    },
  },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { project: ['./test/tsconfig.json'], tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-imports': 'error',
      // It takes the ranks that tfjs's generics infer from an assertion for granted, and fails without the assertion.
      '@typescript-eslint/no-unnecessary-type-assertion': 'off',
    },
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector:
            'MemberExpression[object.name=/^(it|test|describe|context)$/][property.name=/^(skip|skipIf|runIf|only|todo)$/]',
          message: 'Name what the test needs with `needs` (test/fixtures/needs.ts), so that a skip says why.',
        },
      ],
    },
  },
  { files: ['vitest.config.ts'], extends: [tseslint.configs.disableTypeChecked] },
  {
    files: ['**/*.mjs'],
    // test/tsconfig.json type-checks them, and with it every name.
    rules: { 'no-undef': 'off' },
  },
  ...oneWayArrows,
);
