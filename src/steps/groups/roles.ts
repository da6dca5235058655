import type { AnyFact } from '../../engine/fact.ts';
import { roleExists, roleHasAwsPolicy, rolePolicySays } from '../../facts/iam/roles.ts';
import { tagsFor } from '../../facts/tags.ts';
import { groupRoles, renderedRole } from '../../policies/index.ts';
import { type PlaceAnswers, placeOf } from './group-of.ts';

/** The roles that engineers and analysts pass to services. Our own policy comes first: it limits what AWS's grant. */
export function rolesOfGroups(answers: PlaceAnswers): AnyFact[] {
  const place = placeOf(answers);
  return groupRoles.flatMap((each) => {
    const rendered = renderedRole(each, place);
    const role = roleExists(rendered, tagsFor(answers.name, answers.tags));
    const limits = rolePolicySays(role, rendered);
    const granted = rendered.awsPolicies.map((policy) => ({
      ...roleHasAwsPolicy(role, policy, answers.partition),
      needs: [limits],
    }));
    return [role, limits, ...granted];
  });
}
