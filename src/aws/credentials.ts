import { defaultProvider } from '@aws-sdk/credential-provider-node';
import type { Logger } from '@smithy/types';
import { messageOf } from './errors.ts';

/** Asks a person for the six digits of an MFA device; `isAgain` after AWS refused the last ones. */
export type Typist = (serial: string, isAgain: boolean) => Promise<string>;

interface Wish {
  profile?: string;
  /** The profile itself holds credentials, or says how to get them: no other place is tried when that fails. */
  isOfProfile?: boolean;
  /** How requests of STS and IAM Identity Center reach AWS. */
  requests: object;
  askMfaCode?: Typist;
}

type Credentials = ReturnType<typeof defaultProvider>;

const TRIES_OF_A_CODE = 3;
const REFRESH_MS = 5 * 60_000;

/** Its warnings would land between our own lines; what matters comes back as an error. No info(): where there is one,
 * each answer is prepared for it, whatever it does. */
export const SILENT = { trace() {}, debug() {}, warn() {}, error() {} };

/**
 * The SDK's default credential chain (AWS page "Credential provider chain"), whose own requests go the same way as all
 * others. A wrong MFA code is asked for again.
 */
export function credentials({ profile, isOfProfile, requests, askMfaCode }: Wish): Credentials {
  let asked = 0;
  let underWay: ReturnType<Credentials> | undefined;
  const given = {
    ...(profile ? { profile } : {}),
    clientConfig: { requestHandler: requests },
    logger: SILENT as Logger,
    ...(askMfaCode ? { mfaCodeProvider: (serial: string) => askMfaCode(serial, ++asked > 1) } : {}),
  };
  const chain = isOfProfile ? ofProfile(given) : defaultProvider(given);
  const found: Credentials = async (properties) => {
    for (;;) {
      try {
        const identity = await chain(properties);
        asked = 0;
        return identity;
      } catch (error) {
        if (!/invalid MFA one time pass code/i.test(messageOf(error)) || asked >= TRIES_OF_A_CODE) throw error;
      }
    }
  };
  // One for all services, until five minutes before they run out; several may ask at the same moment.
  let known: Awaited<ReturnType<Credentials>> | undefined;
  return async (properties) => {
    const left = known?.expiration ? known.expiration.getTime() - Date.now() : Number.POSITIVE_INFINITY;
    if (known && left > REFRESH_MS) return known;
    underWay ??= found(properties).finally(() => {
      underWay = undefined;
    });
    known = await underWay;
    return known;
  };
}

// The chain would go on to the instance's role where a credential process fails, and forget why.
function ofProfile(given: Parameters<typeof defaultProvider>[0]): Credentials {
  return async (properties) => {
    const { fromIni } = await import('@aws-sdk/credential-provider-ini');
    return fromIni(given)(properties);
  };
}
