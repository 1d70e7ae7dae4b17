import { cruise, type ICruiseResult, type IRegularForbiddenRuleType } from 'dependency-cruiser'
import { expect, test } from 'vitest'

const library = '^src/openbadges/'
const entry = '(/(routes|api)|^src/(app|jobs|server|demo|routes))\\.ts$'
const web = '^src/web/'
const http = 'node_modules/(express|express-session|passport|@types/express)'
const database = '^src/(db\\.ts|generated/)'
const cli = '^src/cli/'

/** Who may import whom. A line reads: files at `from` must not import files at `to`. */
const rules: Record<string, Pick<IRegularForbiddenRuleType, 'from' | 'to'>> = {
  'no circles': { from: {}, to: { circular: true } },
  'openbadges is a library: it knows nothing of this app': {
    from: { path: library },
    to: { path: `^src/|${http}`, pathNot: library },
  },
  'rules know nothing of HTTP: only routes.ts, api.ts and web/ do': {
    from: { path: '^src/', pathNot: `${entry}|${web}|${cli}` },
    to: {
      path: `${web}|${http}|${entry}`,
      pathNot: '^src/web/views\\.ts$',
      dependencyTypesNot: ['type-only'],
    },
  },
  'pages ask the rules, not the database': {
    from: { path: '/(routes|api)\\.ts$' },
    to: { path: database, dependencyTypesNot: ['type-only'] },
  },
  'only the map of the site mounts routes': {
    from: { pathNot: '^src/routes\\.ts$' },
    to: { path: '/(routes|api)\\.ts$', pathNot: '^src/routes\\.ts$' },
  },
}

const result = await cruise(['src'], {
  exclude: { path: '^src/generated/' },
  doNotFollow: { path: 'node_modules' },
  tsPreCompilationDeps: true,
  tsConfig: { fileName: 'tsconfig.json' },
  enhancedResolveOptions: {
    extensions: ['.ts', '.js'],
    conditionNames: ['import', 'node'],
    exportsFields: ['exports'],
  },
  ruleSet: {
    forbidden: Object.entries(rules).map(([name, rule]) => ({ name, severity: 'error', ...rule })),
  },
  validate: true,
})
const { summary, modules } = result.output as ICruiseResult

test.each(Object.keys(rules))('%s', (name) => {
  const broken = summary.violations.filter(({ rule }) => rule.name === name)
  expect(broken.map(({ from, to }) => `${from} → ${to}`)).toEqual([])
})

test('the rules see the whole of src, imports with # included', () => {
  const app = modules.find(({ source }) => source === 'src/app.ts')
  expect(app?.dependencies.map(({ resolved }) => resolved)).toContain('src/web/csrf.ts')
})
