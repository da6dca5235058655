import type { Account } from '../../aws/account.ts';
import { call } from '../../aws/call.ts';
import { type Fact, fact, type Json } from '../../engine/fact.ts';
import { type AutoScalingGroup, groupItself } from './group.ts';
import { cpuPolicy, PolicyName } from './group-calls.ts';
import { defaultVersion, type LaunchTemplate } from './launch-template.ts';
import { SCALE_NAME } from './ours.ts';

const AutoScalingGroupName = SCALE_NAME;
const METRIC = 'ASGAverageCPUUtilization';
const CPU_PERCENT = 50;

/**
 * Target tracking adds and ends instances so that they use half of their CPU on average (AWS page "Target tracking scaling
 * policies for Amazon EC2 Auto Scaling"). AWS creates the CloudWatch alarms for it, and deletes them with it.
 */
export function groupTracksCpu(group: AutoScalingGroup): Fact<{ [key: string]: Json }> {
  return fact<{ [key: string]: Json }>({
    id: `autoscaling/group/${AutoScalingGroupName}/target-tracking`,
    title: `Auto Scaling group ${AutoScalingGroupName} keeps the average CPU use at ${CPU_PERCENT} %`,
    want: { metric: METRIC, target: CPU_PERCENT, scalesIn: true, enabled: true },
    within: group,
    async read(account) {
      const found = await cpuPolicy(account);
      if (!found) return null;
      const { PredefinedMetricSpecification, TargetValue, DisableScaleIn } = found.TargetTrackingConfiguration ?? {};
      return {
        metric: PredefinedMetricSpecification?.PredefinedMetricType ?? '',
        target: TargetValue ?? 0,
        scalesIn: !DisableScaleIn,
        enabled: found.Enabled ?? true,
      };
    },
    calls(to) {
      if (to === null) return [call('autoscaling', 'DeletePolicy', { AutoScalingGroupName, PolicyName })];
      return [
        call('autoscaling', 'PutScalingPolicy', {
          AutoScalingGroupName,
          PolicyName,
          PolicyType: 'TargetTrackingScaling',
          Enabled: true,
          TargetTrackingConfiguration: {
            PredefinedMetricSpecification: { PredefinedMetricType: METRIC },
            TargetValue: CPU_PERCENT,
            DisableScaleIn: false,
          },
        }),
      ];
    },
  });
}

type Age = 'current' | 'replacing' | 'old';

// AWS API reference "InstanceRefresh", Status.
const RUNS = /^(Pending|InProgress|Baking|RollbackInProgress)$/;

/**
 * The instances run the current launch template; after it has changed, AWS replaces them one after the other, starting new
 * ones first (AWS page "Use an instance refresh to update instances in an Auto Scaling group").
 */
export function instancesAreCurrent(group: AutoScalingGroup, template: LaunchTemplate): Fact<Age> {
  return fact<Age>({
    id: `autoscaling/group/${AutoScalingGroupName}/instances`,
    title: `instances of Auto Scaling group ${AutoScalingGroupName} run the current launch template`,
    want: 'current',
    within: group,
    needs: [template],
    async read(account) {
      const [found, version, now] = await Promise.all([
        groupItself(account),
        defaultVersion(account),
        template.read(account),
      ]);
      if (!found) return null;
      const current = String(version?.VersionNumber ?? '');
      // A template that this run changes makes them old.
      const isChanging = now === null || !template.same?.(now, template.want);
      const isOld = (found.Instances ?? []).some(
        ({ LaunchTemplate }) => `${LaunchTemplate?.Version ?? ''}` !== current,
      );
      return isOld || isChanging ? ageOf(account) : 'current';
    },
    same: (a, b) => a === b || (a === 'replacing' && b === 'current'),
    remark: (now) => (now === 'replacing' ? 'AWS is replacing the older ones, one after the other' : undefined),
    calls(to, now) {
      if (to === null || now === null) return [];
      return [
        call('autoscaling', 'StartInstanceRefresh', {
          AutoScalingGroupName,
          Preferences: { MinHealthyPercentage: 100, MaxHealthyPercentage: 110 },
        }),
      ];
    },
  });
}

async function ageOf(account: Account): Promise<Age> {
  const question = call('autoscaling', 'DescribeInstanceRefreshes', { AutoScalingGroupName, MaxRecords: 1 });
  const [latest] = (await account.send(question)).InstanceRefreshes ?? [];
  return RUNS.test(latest?.Status ?? '') ? 'replacing' : 'old';
}
