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

/** A stranger must not choose whom this server asks: see src/checking/fetch-document.ts. */
const guarded = 'Addresses from outside are asked by #checking/fetch-document alone.'
const outgoing = [
  ...['http', 'https'].map((name) => [name, ['request', 'get', 'Agent', 'globalAgent', 'default']]),
  ['net', ['connect', 'createConnection', 'Socket', 'default']],
  ...['tls', 'http2', 'dgram'].map((name) => [name, undefined]),
].flatMap(([name, importNames]) =>
  [name, `node:${name}`].map((spelled) => ({
    name: spelled,
    ...(importNames && { importNames }),
    message: guarded,
  })),
)
const askers = ['src/checking/fetch-document.ts', 'src/web/provider-request.ts']

/** A certificate that nobody vouches for is no certificate (security bar G8). */
const unvouched = {
  selector: "Property[key.name='rejectUnauthorized'], Property[key.value='rejectUnauthorized']",
  message: 'Certificates of other servers are always checked.',
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
    rules: {
      'no-restricted-imports': ['error', { patterns: [farImports] }],
      'no-restricted-syntax': ['error', unvouched],
    },
  },
  {
    files: ['src/**/*.ts'],
    ignores: askers,
    rules: {
      'no-restricted-imports': ['error', { patterns: [farImports], paths: outgoing }],
      'no-restricted-globals': [
        'error',
        ...['fetch', 'WebSocket', 'EventSource'].map((name) => ({ name, message: guarded })),
      ],
    },
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
