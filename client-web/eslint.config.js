import js from '@eslint/js';
import prettier from 'eslint-config-prettier';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

const restricted = [
  {
    selector: 'SvelteAttribute[key.name="style"]',
    message: 'The content policy forbids style attributes: use a class, or a style: directive with a value.',
  },
];

export default ts.config(
  { ignores: ['node_modules/', 'dist/', 'src/api/*.gen.ts', '../server/**'] },
  js.configs.recommended,
  ...ts.configs.strict,
  ...svelte.configs.recommended,
  prettier,
  ...svelte.configs.prettier,
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: {
      globals: globals.browser,
      parserOptions: { parser: ts.parser, extraFileExtensions: ['.svelte'], svelteConfig },
    },
    rules: {
      'no-restricted-syntax': ['error', ...restricted],
      'svelte/no-at-html-tags': 'error',
      'svelte/no-navigation-without-resolve': 'off',
    },
  },
  { files: ['src/**/*.ts'], languageOptions: { globals: globals.browser } },
  {
    files: ['*.js', '*.ts', 'scripts/**', 'mock/**', 'tests/**'],
    languageOptions: { globals: globals.node },
  },
  { rules: { 'no-undef': 'off', eqeqeq: 'error', 'max-lines': ['error', 400] } },
);
