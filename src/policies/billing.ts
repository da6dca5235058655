import { actions, allow, type Clause, deny } from './document.ts';

/** The services that replaced `aws-portal` in July 2023 (AWS page "Migrating access control for Billing"). */
export function readsBilling(): Clause {
  return allow('ReadBilling', 'See bills, costs, budgets, free tier use and the account page, without changing any.', {
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
  });
}

export function watchesCosts(): Clause {
  return allow('WatchCosts', 'Set up budgets, Cost Explorer, cost alerts and the people whom AWS writes to.', {
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
  return deny('LeavePaymentsToRoot', 'Closing the account and paying stay with the root user alone.', {
    Action: ['account:CloseAccount', 'payments:*'],
    Resource: '*',
  });
}
