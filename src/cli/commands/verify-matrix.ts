import { residualRisks } from '../../policies/index.ts';
import { type BorrowedRoles, isBroken, type Promised, type Unknown } from '../../steps/proof.ts';
import { clean } from '../terminal/clean.ts';
import type { Teller } from '../terminal/tell.ts';

/** A row of the matrix for JSON. */
export function rowJson({ capability, offline, decision, why, permission }: Promised, unknown: Unknown[]) {
  const { group, sentence, action, resource, expected } = capability;
  return {
    group,
    sentence,
    action,
    resource,
    expected,
    offline,
    aws: decision,
    ...(why ? { why } : {}),
    ...(permission ? { permission } : {}),
    ...(unknown.length > 0 ? { except: unknown.map(({ user }) => user) } : {}),
  };
}

/** The matrix of groups and capabilities as text. */
export function matrixLines(rows: Promised[], tell: Teller, exceptFor: (row: Promised) => Unknown[]): string[] {
  const lines: string[] = [];
  for (const group of new Set(rows.map(({ capability }) => capability.group))) {
    lines.push('', `${group} may`);
    for (const row of rows.filter(({ capability }) => capability.group === group)) {
      const { capability, why, decision } = row;
      const answer = (capability.expected ? 'yes' : 'no').padEnd(4);
      const only = capability.topics.includes('require-mfa') ? '  (with --require-mfa)' : '';
      const wrong = isBroken(row)
        ? `  BROKEN: the documents ${row.offline ? 'allow' : 'deny'} it, IAM answers ${decision}`
        : '';
      const limited = decision === 'denied' && why ? `  (${clean(why)})` : '';
      const except = exceptFor(row).map(({ user, path }) => `${clean(user)}, on path ${clean(path)}`);
      const but = except.length > 0 ? `, but not ${except.join('; ')}, a path that the policies do not cover` : '';
      lines.push(
        `  ${tell.mark(isBroken(row) || but ? 'failed' : 'ok')}  ${answer}${clean(capability.sentence)}${but}${only}${wrong}${limited}`,
      );
    }
  }
  const unknown = rows.filter(({ decision }) => decision === 'unknown');
  const reasons = [...new Set(unknown.map(({ why }) => why ?? 'no reason given'))].map(clean);
  lines.push(
    '',
    `Tested offline from the documents: ${rows.filter(({ capability, offline }) => capability.expected === offline).length} of ${rows.length}.`,
  );
  lines.push(
    `Tested with IAM: ${rows.length - unknown.length} answered, ${unknown.length} unknown${unknown.length > 0 ? ` (${reasons.join('; ')})` : ''}.`,
  );
  return lines;
}

/** The residual risks, and the resources that they concern. */
export function borrowedLines({ found, unseen }: BorrowedRoles, looked: boolean): string[] {
  const risks = residualRisks.slice(0, 3).map((risk) => `  !   ${risk}`);
  const residual = ['', 'Risks that no policy can prevent', ...risks];
  if (!looked) return residual;
  return [
    ...residual,
    ...found.map(
      ({ group, kind, name, role }) =>
        `  !   ${kind} ${clean(name)} runs as ${clean(role)}, a role outside the ${group}s' path`,
    ),
    ...unseen.map(({ kind, why, permission }) => `  ?   ${kind}s could not be checked: ${clean(permission ?? why)}`),
    ...(found.length === 0
      ? [`  ok  nothing${unseen.length > 0 ? ' that could be checked' : ''} runs as a role outside its group's path`]
      : []),
  ];
}
