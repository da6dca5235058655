import type { Action, Listener } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Account } from '../../aws/account.ts';
import { call } from '../../aws/call.ts';
import { type Fact, fact, type Json } from '../../engine/fact.ts';
import { orNull, type Tag } from '../tags.ts';
import { balancerItself, type LoadBalancer } from './load-balancer.ts';
import { SCALE_NAME } from './ours.ts';
import type { TargetGroup } from './target-group.ts';

type ListenerValue = { [key: string]: Json };

// TLS 1.2 and 1.3 (AWS page "Security policies for your Application Load Balancer").
const SslPolicy = 'ELBSecurityPolicy-TLS13-1-2-2021-06';
const TO_HTTPS: Action = {
  Type: 'redirect',
  RedirectConfig: { Protocol: 'HTTPS', Port: '443', StatusCode: 'HTTP_301' },
};

interface Place {
  balancer: LoadBalancer;
  targetGroup: TargetGroup;
  tags: Tag[];
}

/** The load balancer's port 80 forwards to the instances or, with a certificate, redirects to HTTPS. */
export function port80Listens(certificateArn: string | undefined, place: Place): Fact<ListenerValue> {
  const want = { protocol: 'HTTP', action: certificateArn ? 'redirect to HTTPS 443' : `forward to ${SCALE_NAME}` };
  const title = certificateArn ? 'redirects to HTTPS' : 'forwards to the instances';
  return listens(80, `port 80 of load balancer ${SCALE_NAME} ${title}`, want, place);
}

/** Its port 443 has the certificate and forwards to the instances (AWS page "Create an HTTPS listener"). */
export function port443Listens(certificateArn: string, place: Place): Fact<ListenerValue> {
  const want = { protocol: 'HTTPS', action: `forward to ${SCALE_NAME}`, certificateArn, SslPolicy };
  return listens(443, `port 443 of load balancer ${SCALE_NAME} serves HTTPS with your certificate`, want, place);
}

function listens(Port: number, title: string, want: ListenerValue, place: Place): Fact<ListenerValue> {
  const { balancer, targetGroup, tags } = place;
  const settings = () => {
    const forward: Action = { Type: 'forward', TargetGroupArn: targetGroup.arn() };
    return {
      Protocol: want.protocol as 'HTTP' | 'HTTPS',
      DefaultActions: [want.action === `forward to ${SCALE_NAME}` ? forward : TO_HTTPS],
      ...(want.certificateArn ? { Certificates: [{ CertificateArn: String(want.certificateArn) }], SslPolicy } : {}),
    };
  };
  return fact<ListenerValue>({
    id: `elasticloadbalancing/load-balancer/${SCALE_NAME}/${Port}`,
    title,
    want,
    within: balancer,
    needs: [targetGroup],
    async read(account) {
      const found = await listenerOn(Port, account);
      return found ? seenAs(found) : null;
    },
    async calls(to, now, account) {
      if (to !== null && now === null)
        return [
          call('elasticloadbalancing', 'CreateListener', {
            LoadBalancerArn: balancer.arn(),
            Port,
            ...settings(),
            Tags: tags,
          }),
        ];
      const ListenerArn = (await listenerOn(Port, account))?.ListenerArn ?? '';
      if (to === null) return [call('elasticloadbalancing', 'DeleteListener', { ListenerArn })];
      return [call('elasticloadbalancing', 'ModifyListener', { ListenerArn, ...settings() })];
    },
  });
}

/** The listener of the load balancer on a port; undefined if there is none. */
export async function listenerOn(port: number, account: Account): Promise<Listener | undefined> {
  const LoadBalancerArn = (await balancerItself(account))?.LoadBalancerArn;
  if (!LoadBalancerArn) return undefined;
  const question = call('elasticloadbalancing', 'DescribeListeners', { LoadBalancerArn });
  const answer = await orNull(account.send(question), 'ListenerNotFound', 'LoadBalancerNotFound');
  return answer?.Listeners?.find(({ Port }) => Port === port);
}

function seenAs({ Protocol, DefaultActions = [], Certificates = [], SslPolicy: policy = '' }: Listener): ListenerValue {
  const certificateArn = Certificates[0]?.CertificateArn;
  return {
    protocol: Protocol ?? '',
    action: DefaultActions.map(actionText).join(', then '),
    ...(certificateArn ? { certificateArn, SslPolicy: policy } : {}),
  };
}

function actionText({ Type, TargetGroupArn, ForwardConfig, RedirectConfig }: Action): string {
  if (Type === 'redirect') return `redirect to ${RedirectConfig?.Protocol} ${RedirectConfig?.Port}`;
  const arns = ForwardConfig?.TargetGroups?.map((one) => one.TargetGroupArn ?? '') ?? [TargetGroupArn ?? ''];
  return `${Type} to ${arns.map((arn) => arn.split('/')[1]).join(' and ')}`;
}
