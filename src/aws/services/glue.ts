import { GetJobsCommand, GlueClient } from '@aws-sdk/client-glue';

export const Client = GlueClient;

/** Every Glue operation this program may send, by its AWS name. */
export const commands = {
  GetJobs: GetJobsCommand,
};
