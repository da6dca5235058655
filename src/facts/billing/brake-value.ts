import type { Action } from '@aws-sdk/client-budgets';
import type { Json } from '../../engine/fact.ts';

/** An action of a budget as it is compared and kept. */
export type BrakeValue = { [field: string]: Json };

/** What decides what an action of a budget does, and when. */
export type BrakeAction = Pick<
  Action,
  'NotificationType' | 'ActionThreshold' | 'Definition' | 'ExecutionRoleArn' | 'ApprovalModel' | 'Subscribers'
>;

/** The action as it is compared: lists have no order. */
export function asValue({
  NotificationType,
  ActionThreshold,
  Definition,
  ExecutionRoleArn,
  ApprovalModel,
  Subscribers,
}: BrakeAction): BrakeValue {
  const { PolicyArn = '', Groups = [], Users = [], Roles = [] } = Definition?.IamActionDefinition ?? {};
  const people = (Subscribers ?? []).map(({ SubscriptionType, Address }) => `${SubscriptionType} ${Address}`);
  return {
    NotificationType: NotificationType ?? null,
    Threshold: [ActionThreshold?.ActionThresholdValue ?? null, ActionThreshold?.ActionThresholdType ?? null],
    Policy: PolicyArn,
    Groups: [...Groups].sort(),
    Users: [...Users].sort(),
    Roles: [...Roles].sort(),
    Role: ExecutionRoleArn ?? null,
    Approval: ApprovalModel ?? null,
    Subscribers: people.sort(),
  };
}

/** The same as AWS takes it (AWS page "CreateBudgetAction"). */
export function asAction(value: BrakeValue): BrakeAction {
  const [ActionThresholdValue, ActionThresholdType] = value.Threshold as [number, 'PERCENTAGE'];
  const some = (key: string) => {
    const names = value[key] as string[];
    return names.length > 0 ? { [key]: names } : {};
  };
  return {
    NotificationType: value.NotificationType as 'ACTUAL',
    ActionThreshold: { ActionThresholdValue, ActionThresholdType },
    Definition: {
      IamActionDefinition: { PolicyArn: String(value.Policy), ...some('Groups'), ...some('Users'), ...some('Roles') },
    },
    ExecutionRoleArn: String(value.Role),
    ApprovalModel: value.Approval as 'AUTOMATIC',
    Subscribers: (value.Subscribers as string[]).map((one) => {
      const [SubscriptionType, ...address] = one.split(' ');
      return { SubscriptionType: SubscriptionType as 'EMAIL', Address: address.join(' ') };
    }),
  };
}
