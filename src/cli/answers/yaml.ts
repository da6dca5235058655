// A room of its own, so that yaml is loaded only by runs that read or write a config file.
export { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument, stringify, visit } from 'yaml';
