import { configSchemaOf } from '../../answers/config-schema.ts';
import { cleanJson } from '../../terminal/clean.ts';
import type { Teller } from '../../terminal/tell.ts';
import { EXIT, type ExitCode } from '../../trouble.ts';

/** Prints the JSON Schema of aws-baseline.yaml; needs no account. */
export function configSchema(tell: Teller): ExitCode {
  tell.result(cleanJson(configSchemaOf(), 2));
  return EXIT.done;
}
