/** An error as the SDK throws it: `name` is AWS's code in the SDK's spelling, `message` is in AWS's words. */
export class Refusal extends Error {
  readonly $fault = 'client';
  readonly $metadata: { httpStatusCode: number; requestId: string; attempts: number };
  readonly Code: string;

  constructor(name: string, message: string, status: number, more: Record<string, string> = {}) {
    super(message);
    this.name = name;
    this.Code = name;
    this.$metadata = { httpStatusCode: status, requestId: 'rehearsal', attempts: 1 };
    Object.assign(this, more);
  }
}

/** The SDK's classes of IAM and SNS end in "Exception"; codes that a model does not list keep AWS's spelling. */
export function refuse(name: string, message: string, status = 400, more: Record<string, string> = {}): never {
  throw new Refusal(name, message, status, more);
}

/** Thrown when the rehearsal is asked for what it does not imitate, so that nothing is silently left out. */
export function unknownTo(what: string, part: string): never {
  throw new Error(`rehearsal: ${what} does not know ${part}`);
}
