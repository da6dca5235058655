import { actions, allow, atHome, type Clause, deny } from './document.ts';
import { arn, type Place } from './place.ts';

export function usesGlue(place: Place): Clause {
  return allow(
    'UseGlue',
    "Use this account's Glue resources in the home Region; an existing job or session runs with its own role.",
    {
      // Verb by verb: Security Hub's control IAM.21 asks for no `service:*`.
      Action: actions(
        'glue',
        `Batch* Cancel* Create* Delete* Describe* Get* Import* List* Modify* Notify* Pass* Publish* Put* Query* Refresh*
         Register* Remove* Rename* Resume* Run* Search* Start* Stop* Tag* Test* Untag* Update* Upgrade* Use*`,
      ),
      Resource: arn(place, 'glue', '*'),
    },
  );
}

/**
 * Listed one by one, because `glue:*` on `*` would allow the catalogs of other accounts. Each wildcard here matches only
 * actions without a resource type; the lint checks that against the service data.
 */
export function usesGlueWithoutArns(place: Place): Clause {
  return allow('UseGlueWithoutArns', 'Use the Glue actions that AWS can restrict only by Region.', {
    Action: actions(
      'glue',
      `*Classifier* *CrawlerSchedule *CustomEntityType* *DataPreview* *JobBookmark *LogParsing* *Notebook*
       *RecipeAction *SecurityConfiguration* *Stage* AccessDataQualityRuntimeConfiguration CheckSchemaVersionValidity CreateCrawler
       CreateDataQualityRuleset CreateMLTransform CreateScript GetColumnStatisticsTask* GetCrawlerMetrics GetCrawlers
       GetDataflowGraph GetEnvironment GetExecutors* GetGeneratedCode GetJobs GetMapping GetPlan GetQueries GetQuery
       GetStorage* GetTriggers ListBlueprints ListColumnStatisticsTaskRuns ListConnectionTypes ListCrawlers ListJobs
       ListRegistries ListSessions ListTriggers ListUsageProfiles ListWorkflows StartCompletion UseGlueStudio`,
    ),
    Resource: '*',
    Condition: atHome(place),
  });
}

/**
 * A development endpoint accepts a new SSH key without PassRole; a catalog resource policy grants access to other accounts;
 * encryption of the catalog is a setting of the account, and another key locks everybody out.
 */
export function leavesGlueDoorsShut(): Clause {
  return deny('LeaveGlueDoorsShut', 'Deny Glue development endpoints, and sharing and encryption of the catalog.', {
    Action: actions('glue', '*DevEndpoint* DeleteResourcePolicy PutDataCatalogEncryptionSettings PutResourcePolicy'),
    Resource: '*',
  });
}
