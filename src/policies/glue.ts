import { actions, allow, atHome, type Clause, deny } from './document.ts';
import { arn, type Place } from './place.ts';

export function usesGlue(place: Place): Clause {
  return allow(
    'UseGlue',
    "Use this account's Glue in the home Region; a job or session that exists runs as the role it has.",
    {
      Action: 'glue:*',
      Resource: arn(place, 'glue', '*'),
    },
  );
}

/**
 * Named one by one, because a wildcard on `*` would open other accounts' catalogs. Each `*` here stands for
 * actions without a resource type only; the lint holds it against the service data.
 */
export function usesGlueWithoutArns(place: Place): Clause {
  return allow('UseGlueWithoutArns', 'Use the Glue actions for which AWS offers no narrower limit than the Region.', {
    Action: actions(
      'glue',
      `*Classifier* *CrawlerSchedule *CustomEntityType* *DataPreview* *JobBookmark *LogParsing* *Notebook*
       *RecipeAction *SecurityConfiguration* *Stage* CheckSchemaVersionValidity CreateCrawler
       CreateDataQualityRuleset CreateMLTransform CreateScript GetColumnStatisticsTask* GetCrawlerMetrics GetCrawlers
       GetDataflowGraph GetEnvironment GetExecutors* GetGeneratedCode GetJobs GetMapping GetPlan GetQueries GetQuery
       GetStorage* GetTriggers ListBlueprints ListColumnStatisticsTaskRuns ListConnectionTypes ListCrawlers ListJobs
       ListRegistries ListSessions ListTriggers ListUsageProfiles ListWorkflows StartCompletion UseGlueStudio`,
    ),
    Resource: '*',
    Condition: atHome(place),
  });
}

/** A dev endpoint takes a new SSH key without PassRole; the catalog's resource policy lets other accounts in. */
export function leavesGlueDoorsShut(): Clause {
  return deny('LeaveGlueDoorsShut', 'Glue development endpoints and sharing the catalog stay out of reach.', {
    Action: actions('glue', '*DevEndpoint* DeleteResourcePolicy PutResourcePolicy'),
    Resource: '*',
  });
}
