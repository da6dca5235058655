import { capabilities } from './capabilities.ts';
import type { PolicyDocument } from './document.ts';
import { evaluate, type PolicyRequest } from './evaluate.ts';
import type { Group } from './matrix.ts';
import type { Place } from './place.ts';

/** An action that a user or role must be able to perform, in a few words and as a request. */
export interface Ability {
  sentence: string;
  request: PolicyRequest;
}

/** The allowed actions of a group member `userName`, signed in with MFA. */
export function abilitiesOf(group: Group, place: Place, userName = `${group}_${place.name}`): Ability[] {
  const own = (resource: string) => resource.replace(new RegExp(`user/${group}_${place.name}$`), `user/${userName}`);
  return capabilities(place)
    .filter((one) => one.group === group && one.expected && one.topics.length === 1)
    .map(({ sentence, action, resource, context }) => ({
      sentence,
      request: {
        action,
        resource: typeof resource === 'string' ? own(resource) : resource,
        context: { ...context, 'aws:username': userName },
      },
    }));
}

const FEW = 3;

/**
 * The abilities that a document denies or, as a boundary, does not allow, in words; undefined if none. A condition that
 * cannot be evaluated here does not count against the document.
 */
export function refused(
  abilities: Ability[],
  document: PolicyDocument,
  how: 'deny' | 'not allowed',
): string | undefined {
  const found = abilities.filter(({ request }) =>
    how === 'deny' ? isDenied(document, request) : !isAllowed(document, request),
  );
  const [first, ...more] = found.map(({ sentence }) => sentence);
  if (first === undefined) return undefined;
  const rest = more.length >= FEW ? [...more.slice(0, FEW - 1), `${more.length - FEW + 1} more`] : more;
  return [first, ...rest].join(', ');
}

// Each statement separately, so that one with an unknown condition does not hide another.
function isDenied({ Version, Statement }: PolicyDocument, request: PolicyRequest): boolean {
  return Statement.some((one) => decided({ Version, Statement: [one] }, request) === 'deny');
}

function isAllowed(document: PolicyDocument, request: PolicyRequest): boolean {
  const { Version, Statement } = document;
  if (isDenied(document, request)) return false;
  const resources = [request.resource].flat();
  return resources.every((resource) =>
    Statement.filter(({ Effect }) => Effect === 'Allow').some((one) =>
      /^(allow|unknown)$/.test(decided({ Version, Statement: [one] }, { ...request, resource })),
    ),
  );
}

function decided(document: PolicyDocument, request: PolicyRequest): string {
  try {
    return evaluate([document], request);
  } catch {
    return 'unknown';
  }
}
