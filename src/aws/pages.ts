import type { Account } from './account.ts';
import { type Call, valueAt } from './call.ts';
import type { InputOf, OperationName, OutputOf, ServiceName } from './services.ts';

/**
 * All pages of a list operation. `next` names the input for the token and, if it has another name, the output with the
 * token (`['Marker', 'NextMarker']`).
 */
export async function allPages<S extends ServiceName, O extends OperationName<S>>(
  account: Account,
  first: Call<S, O>,
  next: string | [input: string, output: string],
): Promise<OutputOf<S, O>[]> {
  const [input, output] = typeof next === 'string' ? [next, next] : next;
  const pages: OutputOf<S, O>[] = [];
  let token: unknown;
  do {
    const page = await account.send<S, O>(
      token ? { ...first, input: { ...(first.input as object), [input]: token } as InputOf<S, O> } : first,
    );
    pages.push(page);
    token = valueAt(page, output);
  } while (token);
  return pages;
}
