import type { Account } from '../aws/account.ts';
import { call } from '../aws/call.ts';
import { Misfit } from '../engine/fact.ts';
import { orNull } from './tags.ts';

/** The name of a key pair that the home Region has; throws Misfit where it has none of that name. */
export async function keyPairNamed(KeyName: string, account: Account): Promise<string> {
  const asked = account.send(call('ec2', 'DescribeKeyPairs', { KeyNames: [KeyName] }));
  if (await orNull(asked, 'InvalidKeyPair.NotFound')) return KeyName;
  throw new Misfit(
    'ec2.key-name',
    `${account.homeRegion} has no key pair ${KeyName}: leave --key-name away and connect by Session Manager`,
  );
}
