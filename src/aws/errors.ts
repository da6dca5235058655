/** The code AWS gave an error (`NoSuchEntity`, `AccessDenied`); the SDK's "Exception" ending is taken off. */
export function codeOf(error: unknown): string {
  const name = error instanceof Error ? error.name : '';
  return name.replace(/Exception$/, '');
}

/** What an error says, in one sentence; an answer that is not AWS's form is said to be that. */
export function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (/Deserialization error/.test(error.message))
    return `the endpoint did not answer as AWS does (HTTP ${statusOf(error) ?? 'unknown'})`;
  return withoutBlobs(error.message) || error.name;
}

// Of EC2's encoded reasons and of anything like them nobody can read a word.
function withoutBlobs(text: string): string {
  return text.replace(/[\s.]*Encoded authorization failure message:\s*\S*/gi, '.').replace(/\S{300,}/g, '...');
}

/** The HTTP status of AWS's answer; undefined where there was none. */
export function statusOf(error: unknown): number | undefined {
  return (error as { $metadata?: { httpStatusCode?: number } } | null)?.$metadata?.httpStatusCode;
}

/** How often the SDK had sent the request when this was answered; 1 where nobody counted. */
export function attemptsOf(error: unknown): number {
  return (error as { $metadata?: { attempts?: number } } | null)?.$metadata?.attempts ?? 1;
}

/** AWS refuses this caller this operation. HeadBucket has no body, so only its status tells. */
export function isDenied(error: unknown): boolean {
  const code = codeOf(error);
  if (/^(AccessDenied|UnauthorizedOperation|AuthorizationError|NotAuthorized|Forbidden)$/.test(code)) return true;
  return statusOf(error) === 403 && /^(403|Unknown|UnknownError)$/.test(code);
}

/** The endpoint does not know the operation: AWS knows all that we send, not everything that speaks like it does. */
export function isUnsupported(error: unknown): boolean {
  const isUnknown = /^(NotImplemented|InvalidAction|UnknownOperation|UnsupportedOperation|MethodNotAllowed)$/;
  return isUnknown.test(codeOf(error)) || statusOf(error) === 501;
}

/** The thing asked about is not there. */
export function isMissing(error: unknown): boolean {
  return /^(NoSuch|NotFound|ResourceNotFound|404$)|NotFound(Error)?$/.test(codeOf(error));
}

/** AWS refuses a request because of its time: the clock here is off, and the SDK's own correction did not help. */
export function isClockWrong(error: unknown): boolean {
  if (/^(RequestTimeTooSkewed|RequestInTheFuture)$/.test(codeOf(error))) return true;
  return isSignedOut(error) && /signature (expired|not yet current)|too skewed/i.test(messageOf(error));
}

/**
 * Codes by which AWS says that it does not know the caller: no credentials, or they ran out, or the clock is off. The last
 * two are ours, for credentials that are known and good for nothing here (region-off.ts).
 */
export const SIGNED_OUT =
  /^(ExpiredToken|RequestExpired|TokenRefreshRequired|InvalidClientTokenId|UnrecognizedClient|InvalidAccessKeyId|InvalidToken|CredentialsProviderError|TokenProviderError|SignatureDoesNotMatch|InvalidSignature|AuthFailure|RequestTimeTooSkewed|RequestInTheFuture|IncompleteSignature|MissingAuthenticationToken|SessionWithoutIam|TokenNotForRegion)$/;

/** Whether a code says that nobody is signed in who could do this. */
export function isSignedOutCode(code: string): boolean {
  return SIGNED_OUT.test(code);
}

/** The caller is known, and the kind of his credentials is what AWS refuses (region-off.ts). */
export function isWrongSession(error: unknown): boolean {
  return /^(SessionWithoutIam|TokenNotForRegion)$/.test(codeOf(error));
}

/** The caller cannot be told who he is: no credentials, or they ran out, or the clock is off. */
export function isSignedOut(error: unknown): boolean {
  return isSignedOutCode(codeOf(error));
}

/** The account has not enabled the Region (see region-off.ts). */
export function isRegionOff(error: unknown): boolean {
  return codeOf(error) === 'RegionNotEnabled';
}

/** Whatever is looked at next would be refused as well: nobody is signed in, or the Region is off. */
export function endsTheLook(error: unknown): boolean {
  return isSignedOut(error) || isRegionOff(error);
}

/** AWS said no to the very first try, so that nothing was done. After a lost answer a later no says nothing of the first. */
export function isRefusal(error: unknown): boolean {
  if (attemptsOf(error) > 1) return false;
  const status = statusOf(error) ?? 0;
  return isDenied(error) || isSignedOut(error) || (status >= 400 && status < 500);
}

/** The first thing that a request for many could not do: DeleteObjects answers 200 and names what it left (AWS page "DeleteObjects"). */
export function partialFailure(answer: unknown): Error | undefined {
  const [first] = (answer as { Errors?: { Code?: string; Message?: string }[] } | null)?.Errors ?? [];
  return first && Object.assign(new Error(first.Message ?? first.Code), { name: first.Code ?? 'PartialFailure' });
}

/** AWS itself is not ready for what is asked: a new account is checked for up to four hours before its first instance. */
export function isPending(error: unknown): boolean {
  return codeOf(error) === 'PendingVerification';
}
