import type { Account } from '../../aws/account.ts';
import { call } from '../../aws/call.ts';
import { Misfit } from '../../engine/fact.ts';
import { orNull } from '../tags.ts';
import { SETTING_KEY } from './setting-keys.ts';

/** The name of a key pair in the home Region; throws Misfit if it does not exist. */
export async function keyPairNamed(KeyName: string, account: Account): Promise<string> {
  const asked = account.send(call('ec2', 'DescribeKeyPairs', { KeyNames: [KeyName] }));
  if (await orNull(asked, 'InvalidKeyPair.NotFound')) return KeyName;
  throw new Misfit(
    SETTING_KEY.keyName,
    `key pair ${KeyName} does not exist in ${account.homeRegion}: omit --key-name and connect with Session Manager`,
  );
}
