import { fileURLToPath } from 'node:url'
import tseslint from 'typescript-eslint'

const root = fileURLToPath(new URL('..', import.meta.url))

const settings = {
  object: 'process',
  property: 'env',
  message: 'Settings come from #config, which checks them.',
}

const farImports = {
  // The demo begins with the seed, which lies outside src.
  group: ['../*', '!../prisma', '../../*'],
  message: 'Outside its own folder a file imports #folder/file.',
}

/** A test that is switched off, or alone switched on, must not be merged. */
const switchedTests = ['only', 'skip', 'todo'].map((name) => ({
  selector: `MemberExpression[object.name=/^(it|test|describe)$/][property.name='${name}']`,
  message: `No .${name}: every test runs, every time.`,
}))

const sizes = {
  'max-lines': ['error', { max: 200, skipBlankLines: true, skipComments: true }],
  'max-lines-per-function': ['error', { max: 50, skipBlankLines: true, skipComments: true }],
  complexity: ['error', 10],
}

export default tseslint.config(
  { ignores: ['node_modules/', '.cache/', '.data/', 'src/generated/', 'coverage/'] },
  { linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: root } },
    rules: {
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      // Express has its Request extended through its namespace, with interfaces that only extend.
      '@typescript-eslint/no-namespace': ['error', { allowDeclarations: true }],
      '@typescript-eslint/no-empty-object-type': [
        'error',
        { allowInterfaces: 'with-single-extends' },
      ],
    },
  },
  { files: ['**/*.ts', 'bin/*.js', 'public/js/**/*.js'], rules: sizes },
  {
    files: ['src/**/*.ts', 'prisma/**/*.ts'],
    rules: { 'no-restricted-imports': ['error', { patterns: [farImports] }] },
  },
  {
    files: ['src/**/*.ts', 'prisma/**/*.ts'],
    ignores: ['src/config.ts'],
    rules: { 'no-restricted-properties': ['error', settings] },
  },
  {
    files: ['tests/**/*.ts'],
    rules: {
      'no-restricted-syntax': ['error', ...switchedTests],
      // expect.any() and its like are typed `any`.
      '@typescript-eslint/no-unsafe-assignment': 'off',
      // The story of a suite is one function to the linter, however short its tests are.
      'max-lines-per-function': 'off',
    },
  },
)
