import { actions, allow, type Clause, deny } from './document.ts';

/** The services that replaced `aws-portal` in July 2023 (AWS page "Migrating access control for Billing"). */
export function readsBilling(): Clause {
  return allow(
    'ReadBilling',
    'View bills, costs, budgets, free tier usage and the account page, without changing any.',
    {
      Action: [
        ...actions('account', 'GetAccountInformation GetAlternateContact GetContactInformation'),
        ...actions(
          'billing',
          'GetBilling* GetContractInformation GetCredits GetIAMAccessPreference GetSellerOfRecord List*',
        ),
        ...actions('budgets', 'Describe* ViewBudget'),
        ...actions('ce', 'Describe* Get* List*'),
        ...actions('consolidatedbilling', 'Get* List*'),
        ...actions('cur', 'Describe* Get*'),
        ...actions('freetier', 'Get* List*'),
        ...actions('invoicing', 'Get* List*'),
        ...actions('purchase-orders', 'Get* List* View*'),
        ...actions('tax', 'GetTaxInheritance GetTaxRegistration* ListTaxRegistrations'),
      ],
      Resource: '*',
    },
  );
}

export function watchesCosts(): Clause {
  return allow('WatchCosts', 'Manage budgets, Cost Explorer, cost alerts and the alternate contacts of the account.', {
    Action: [
      'account:DeleteAlternateContact',
      'account:PutAlternateContact',
      'billing:UpdateBillingPreferences',
      'budgets:*',
      'ce:*',
      'freetier:PutFreeTierAlertPreference',
    ],
    Resource: '*',
  });
}

export function leavesPaymentsToRoot(): Clause {
  return deny(
    'LeavePaymentsToRoot',
    'Only the root user can close the account, make payments and change tax settings.',
    {
      Action: [
        'account:CloseAccount',
        ...actions(
          'billing',
          'Associate* Create* Delete* Disassociate* GetResourcePolicy Put* RedeemCredits TagResource UntagResource UpdateBillingView UpdateIAM* UseSourceView',
        ),
        ...actions('cur', 'Delete* Modify* Put* TagResource UntagResource'),
        'freetier:UpgradeAccountPlan',
        ...actions('invoicing', 'Create* Delete* Put* Send* Start* TagResource UntagResource Update* Verify*'),
        'payments:*',
        ...actions('purchase-orders', 'Add* Delete* Modify* TagResource UntagResource Update*'),
        ...actions('tax', 'Batch* Cancel* Create* Delete* Put* Update*'),
      ],
      Resource: '*',
    },
  );
}
