import type { Finding } from '../../engine/finding.ts';
import { UPGRADE } from '../../steps/account-plan.ts';
import { typeBeyondFreePlan } from '../../steps/ec2/free-plan.ts';
import { costlyGuardrails } from '../../steps/root/guardrail-list.ts';
import type { Session } from '../session.ts';
import { clean } from '../terminal/clean.ts';

/**
 * What the Free plan does not allow, or pays from its credits, among the changes to be made; nothing on another plan. Reads
 * only if an instance would be launched.
 */
export async function planLimits(
  { account, accountPlan, answers }: Pick<Session, 'account' | 'accountPlan' | 'answers'>,
  findings: Finding[],
): Promise<string[]> {
  if ((await accountPlan)?.type !== 'FREE') return [];
  const type = await typeBeyondFreePlan(findings, account);
  const setsUpRoot = answers.steps.includes('root') && findings.some(({ state }) => state === 'todo');
  const costly = setsUpRoot ? costlyGuardrails(answers.accountKind, answers.guardrails.chosen) : [];
  return [
    ...(type
      ? [
          `Free plan: instance type ${clean(type)} is not free-tier-eligible, so AWS will not launch it. Omit --instance-type and --family, or upgrade: ${UPGRADE}`,
        ]
      : []),
    ...(costly.length > 0
      ? [
          `Free plan: your credits pay for guardrails ${costly.join(', ')}; AWS refuses those that the plan does not include.`,
        ]
      : []),
  ];
}
