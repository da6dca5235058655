import type { Place } from '../../../src/policies/index.ts';
import type { TableRow } from '../rows.ts';
import { rowMakers } from './row-makers.ts';

/** What whoever reads billing must see, asked as the billing pages ask. */
export function billingReads(topic: 'admin' | 'engineer', place: Place): TableRow[] {
  const { grant, arn, globalRegion } = rowMakers([topic], place);
  const at = { 'aws:RequestedRegion': globalRegion };
  const view = arn('billing', 'billingview/primary', '');
  const account = arn('account', 'account', '');
  const order = arn('purchase-orders', 'purchase-order/x', '');
  const bills = `GetBillingNotifications GetBillingPreferences GetContractInformation GetCredits GetIAMAccessPreference
    GetSellerOfRecord ListBillingViews`;
  return [
    ...grant('account: GetAccountInformation GetAlternateContact GetContactInformation', account, 'account page', at),
    ...grant('billing: GetBillingData GetBillingDetails', view, 'bills', at),
    ...grant(`billing: ${bills}`, '*', 'bills', at),
    ...grant('budgets: ViewBudget DescribeBudgetActionsForBudget', arn('budgets', 'budget/x', ''), 'budgets', at),
    ...grant('ce: GetCostAndUsage GetCostForecast GetDimensionValues GetTags', view, 'Cost Explorer', at),
    ...grant('ce: DescribeReport ListCostAllocationTags', '*', 'Cost Explorer', at),
    ...grant('consolidatedbilling: GetAccountBillingRole ListLinkedAccounts', '*', 'bills', at),
    ...grant('cur: GetUsageReport DescribeReportDefinitions', '*', 'usage', at),
    ...grant('freetier: GetFreeTierUsage GetAccountPlanState ListAccountActivities', '*', 'free tier', at),
    ...grant('invoicing: GetInvoicePDF ListInvoiceSummaries', '*', 'invoices', at),
    ...grant('purchase-orders: ListPurchaseOrders', '*', 'purchase orders', at),
    ...grant('purchase-orders: ViewPurchaseOrders GetPurchaseOrder', order, 'purchase orders', at),
    ...grant('tax: GetTaxInheritance GetTaxRegistration ListTaxRegistrations', '*', 'taxes on bills', at),
  ];
}
