import { actions, allow, type Clause, deny } from './document.ts';
import { arn, type Place } from './place.ts';

export function usesSageMaker(place: Place): Clause {
  return allow('UseSageMaker', 'Use SageMaker in the home Region; an existing notebook runs with its own role.', {
    Action: actions('sagemaker', 'AddTags Batch* Create* Delete* Get* Invoke* PutRecord Retry* Start* Stop* Update*'),
    Resource: arn(place, 'sagemaker', '*'),
  });
}

/**
 * A workforce signs in without IAM, a resource policy grants access to other accounts, capacity is paid in advance, and a
 * lifecycle script runs as root with the role of any notebook that it is given to.
 */
export function leavesSageMakerDoorsShut(): Clause {
  return deny('LeaveSageMakerDoorsShut', 'Deny lifecycle scripts, sharing, own sign-ins and capacity purchases.', {
    Action: actions(
      'sagemaker',
      `*Policy *Workforce Create*LifecycleConfig CreateReservedCapacity CreateTrainingPlan StartSession
       Update*LifecycleConfig`,
    ),
    Resource: '*',
  });
}
