import { defaultProvider } from '@aws-sdk/credential-provider-node';
import type { Logger } from '@smithy/types';
import { messageOf } from './errors.ts';

/** Prompts for the six digits of an MFA device; `isAgain` after AWS refused the last code. */
export type Typist = (serial: string, isAgain: boolean) => Promise<string>;

interface Wish {
  profile?: string;
  /** The profile contains credentials, or says how to get them: if that fails, no other source is tried. */
  isOfProfile?: boolean;
  /** The handler for requests to STS and IAM Identity Center. */
  requests: object;
  askMfaCode?: Typist;
}

type Credentials = ReturnType<typeof defaultProvider>;

const TRIES_OF_A_CODE = 3;
const REFRESH_MS = 5 * 60_000;

/** The SDK's warnings would mix with our output; what matters is thrown as an error. It has no info(), because the SDK
 * would prepare each answer for it. */
export const SILENT = { trace() {}, debug() {}, warn() {}, error() {} };

/**
 * The SDK's default credential chain (AWS page "Credential provider chain"). Its requests use the same handler as all
 * others. After a wrong MFA code, it prompts again.
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
  // Shared by all services until five minutes before they expire; concurrent calls share one request.
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

// If a credential process fails, the chain would continue with the instance's role and hide the reason.
function ofProfile(given: Parameters<typeof defaultProvider>[0]): Credentials {
  return async (properties) => {
    const { fromIni } = await import('@aws-sdk/credential-provider-ini');
    return fromIni(given)(properties);
  };
}
