// Biome formats and lints; ESLint guards what it cannot see: a query that is not awaited, and the size of the code.
import tseslint from 'typescript-eslint';

const awaited = {
  files: [
    'src/**/*.ts',
    'migrations/**/*.ts',
    'test/**/*.ts',
    'bench/**/*.ts',
    'demo/**/*.ts',
    'examples/**/*.ts',
    'tools/**/*.ts',
  ],
  languageOptions: {
    parser: tseslint.parser,
    parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
  },
  plugins: { '@typescript-eslint': tseslint.plugin },
  rules: {
    '@typescript-eslint/no-floating-promises': ['error', { checkThenables: true }],
    '@typescript-eslint/no-misused-promises': 'error',
    '@typescript-eslint/await-thenable': 'error',
    '@typescript-eslint/switch-exhaustiveness-check': 'error',
  },
};

const sizes = {
  files: ['src/**/*.ts'],
  rules: {
    'max-lines': ['error', { max: 320 }],
    'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
  },
};

export default tseslint.config(awaited, sizes);
