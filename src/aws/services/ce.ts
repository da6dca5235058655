import {
  CostExplorerClient,
  CreateAnomalyMonitorCommand,
  CreateAnomalySubscriptionCommand,
  DeleteAnomalyMonitorCommand,
  DeleteAnomalySubscriptionCommand,
  GetAnomalyMonitorsCommand,
  GetAnomalySubscriptionsCommand,
  ListTagsForResourceCommand,
  TagResourceCommand,
  UpdateAnomalySubscriptionCommand,
} from '@aws-sdk/client-cost-explorer';

export const Client = CostExplorerClient;

/** Every Cost Explorer operation this program may send, by its AWS name. */
export const commands = {
  CreateAnomalyMonitor: CreateAnomalyMonitorCommand,
  CreateAnomalySubscription: CreateAnomalySubscriptionCommand,
  DeleteAnomalyMonitor: DeleteAnomalyMonitorCommand,
  DeleteAnomalySubscription: DeleteAnomalySubscriptionCommand,
  GetAnomalyMonitors: GetAnomalyMonitorsCommand,
  GetAnomalySubscriptions: GetAnomalySubscriptionsCommand,
  ListTagsForResource: ListTagsForResourceCommand,
  TagResource: TagResourceCommand,
  UpdateAnomalySubscription: UpdateAnomalySubscriptionCommand,
};
