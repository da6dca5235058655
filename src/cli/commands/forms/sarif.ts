import { clean, cleanJson } from '../../terminal/clean.ts';
import type { Case, Suite } from './cases.ts';

const HOME = 'https://www.npmjs.com/package/aws-baseline';
const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';

/** The account and the program that a log is about. */
export interface Tested {
  accountId: string;
  version: string;
}

/** Suites as a log of SARIF 2.1.0 (OASIS): every case is a rule, every case that failed a result. */
export function sarif(suites: Suite[], tested: Tested): string {
  const cases = suites.flatMap((suite) => suite.cases);
  const rules = [...new Map(cases.map((one) => [one.id, ruleOf(one)])).values()];
  const results = cases
    .filter(({ verdict }) => verdict === 'failed')
    .map((one) =>
      resultOf(
        one,
        rules.findIndex(({ id }) => id === one.id),
        tested,
      ),
    );
  return logOf(tested.version, rules, results, { executionSuccessful: true, ...notified(cases) });
}

/** The log of a run that ended early. */
export function failedSarif(message: string, version: string): string {
  return logOf(version, [], [], {
    executionSuccessful: false,
    toolExecutionNotifications: [{ level: 'error', message: { text: clean(message) } }],
  });
}

function logOf(version: string, rules: object[], results: object[], invocation: object): string {
  const driver = { name: 'aws-baseline', version, informationUri: HOME, rules };
  const runs = [{ tool: { driver }, invocations: [invocation], results }];
  return cleanJson({ $schema: SCHEMA, version: '2.1.0', runs }, 1);
}

function ruleOf({ id, title }: Case) {
  return { id, shortDescription: { text: clean(title) } };
}

function resultOf({ id, title, message = '', level = 'error' }: Case, ruleIndex: number, { accountId }: Tested) {
  return {
    ruleId: id,
    ruleIndex,
    level,
    message: { text: clean(`${title}: ${message}`) },
    locations: [
      {
        // Code scanning refuses results without a file; the config file is where the account's settings are.
        physicalLocation: { artifactLocation: { uri: 'aws-baseline.yaml' }, region: { startLine: 1 } },
        logicalLocations: [{ fullyQualifiedName: `${accountId}/${id}`, kind: 'resource' }],
      },
    ],
    partialFingerprints: { 'accountRuleAndTitle/v1': `${accountId}/${id}/${clean(title)}` },
  };
}

// What could not be read is no result, but must not be overlooked either.
function notified(cases: Case[]) {
  const unread = cases.filter(({ verdict }) => verdict === 'error');
  if (unread.length === 0) return {};
  return {
    toolExecutionNotifications: unread.map(({ id, title, message = '' }) => ({
      level: 'warning',
      associatedRule: { id },
      message: { text: clean(`${title}: ${message}`) },
    })),
  };
}
