/** AWS's code of an error (`NoSuchEntity`, `AccessDenied`), without the SDK's suffix "Exception". */
export function codeOf(error: unknown): string {
  const name = error instanceof Error ? error.name : '';
  return name.replace(/Exception$/, '');
}

/** The message of an error in one sentence; for an answer that is not in AWS's format, a message that says so. */
export function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (/Deserialization error/.test(error.message))
    return `the answer of the endpoint is not in AWS's format (HTTP ${statusOf(error) ?? 'unknown'})`;
  return withoutBlobs(error.message) || error.name;
}

// Removes EC2's encoded messages and similar blobs, which are not readable.
function withoutBlobs(text: string): string {
  return text.replace(/[\s.]*Encoded authorization failure message:\s*\S*/gi, '.').replace(/\S{300,}/g, '...');
}

/** The HTTP status of AWS's answer; undefined without an answer. */
export function statusOf(error: unknown): number | undefined {
  return (error as { $metadata?: { httpStatusCode?: number } } | null)?.$metadata?.httpStatusCode;
}

/** How often the SDK had sent the request; 1 if unknown. */
export function attemptsOf(error: unknown): number {
  return (error as { $metadata?: { attempts?: number } } | null)?.$metadata?.attempts ?? 1;
}

/** AWS denies this operation to the caller. HeadBucket has no body, so only its status counts. */
export function isDenied(error: unknown): boolean {
  const code = codeOf(error);
  if (/^(AccessDenied|UnauthorizedOperation|AuthorizationError|NotAuthorized|Forbidden)$/.test(code)) return true;
  return statusOf(error) === 403 && /^(403|Unknown|UnknownError)$/.test(code);
}

/** The code for an operation that an endpoint does not support and has no code for. */
export const NOT_SUPPORTED = 'NotImplemented';

/** The endpoint does not support the operation: AWS supports all that we send, other endpoints may not. */
export function isUnsupported(error: unknown): boolean {
  const isUnknown = /^(NotImplemented|InvalidAction|UnknownOperation|UnsupportedOperation|MethodNotAllowed)$/;
  return isUnknown.test(codeOf(error)) || statusOf(error) === 501;
}

/** The resource does not exist. */
export function isMissing(error: unknown): boolean {
  return /^(NoSuch|NotFound|ResourceNotFound|404$)|NotFound(Error)?$/.test(codeOf(error));
}

/** AWS refuses a request because of its time: the local clock is wrong, and the SDK's correction did not help. */
export function isClockWrong(error: unknown): boolean {
  if (/^(RequestTimeTooSkewed|RequestInTheFuture)$/.test(codeOf(error))) return true;
  return isSignedOut(error) && /signature (expired|not yet current)|too skewed/i.test(messageOf(error));
}

/**
 * Codes by which AWS refuses the credentials: missing, expired or invalid, or the clock is wrong. The last two are ours,
 * for valid credentials that do not work for this call (region-off.ts).
 */
export const SIGNED_OUT =
  /^(ExpiredToken|RequestExpired|TokenRefreshRequired|InvalidClientTokenId|UnrecognizedClient|InvalidAccessKeyId|InvalidToken|CredentialsProviderError|TokenProviderError|SignatureDoesNotMatch|InvalidSignature|AuthFailure|RequestTimeTooSkewed|RequestInTheFuture|IncompleteSignature|MissingAuthenticationToken|SessionWithoutIam|TokenNotForRegion)$/;

/** Whether a code means that there are no valid credentials for the call. */
export function isSignedOutCode(code: string): boolean {
  return SIGNED_OUT.test(code);
}

/** The credentials are valid, but AWS refuses this type of credentials (region-off.ts). */
export function isWrongSession(error: unknown): boolean {
  return /^(SessionWithoutIam|TokenNotForRegion)$/.test(codeOf(error));
}

/** The credentials are missing, expired or invalid, or the clock is wrong. */
export function isSignedOut(error: unknown): boolean {
  return isSignedOutCode(codeOf(error));
}

/** The account has not enabled the Region (see region-off.ts). */
export function isRegionOff(error: unknown): boolean {
  return codeOf(error) === 'RegionNotEnabled';
}

/** All further reads would fail as well: the credentials are not valid, or the Region is not enabled. */
export function endsTheLook(error: unknown): boolean {
  return isSignedOut(error) || isRegionOff(error);
}

/** AWS refused the first attempt, so nothing was done. A refusal after a lost answer does not prove that. */
export function isRefusal(error: unknown): boolean {
  if (attemptsOf(error) > 1) return false;
  const status = statusOf(error) ?? 0;
  return isDenied(error) || isSignedOut(error) || (status >= 400 && status < 500);
}

type Failure = { Code?: string; Message?: string };

/**
 * The first error in the answer of a batch request: DeleteObjects and CreateFlowLogs answer 200 with the errors in the
 * body (AWS pages "DeleteObjects", "CreateFlowLogs").
 */
export function partialFailure(answer: unknown): Error | undefined {
  const { Errors, Unsuccessful } = (answer ?? {}) as { Errors?: Failure[]; Unsuccessful?: { Error?: Failure }[] };
  const first = Errors?.[0] ?? Unsuccessful?.[0]?.Error;
  return first && Object.assign(new Error(first.Message ?? first.Code), { name: first.Code ?? 'PartialFailure' });
}

/** AWS is not ready yet: a new account is verified for up to four hours before its first instance. */
export function isPending(error: unknown): boolean {
  return codeOf(error) === 'PendingVerification';
}
