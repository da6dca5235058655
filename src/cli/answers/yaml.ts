// A separate module, so that only runs that read or write a config file load yaml.
export { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument, stringify, visit } from 'yaml';
