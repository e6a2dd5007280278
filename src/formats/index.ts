// The format library: detect, parse, print, convert, and say what a record states. Pure; it runs in a browser; it never throws on
// bad data.

export { accountStruct, printAccount } from './voipbin/print.ts';
export { convert, convertCustomer } from './convert.ts';
export { detect } from './detect.ts';
export { isDate, normalizeTime } from './date.ts';
export { ISSUE_CODES } from './issue.ts';
export { parse, readKept } from './parse.ts';
export { parseAccount } from './voipbin/parse.ts';
export { parseValue } from './parse-value.ts';
export { print } from './print.ts';
export { readJson } from './json-text.ts';
export { recordsOf, splitElements } from './split.ts';
export { briefOf, keptStatement, statementOf } from './statement.ts';
export { timeFromVoipbin, timeToVoipbin } from './voipbin/time.ts';

export type { Account } from './voipbin/fields.ts';
export type { AccountOptions, ParsedAccount } from './voipbin/parse.ts';
export type { AccountStatement } from './voipbin/schema.ts';
export type { Conversion, ConvertOptions } from './convert.ts';
export type { Brief, Format, Parsed, ParseOptions, RecordType, SourceRecord, Statement } from './record.ts';
export type { Issue, IssueCode } from './issue.ts';
export type { Loss } from './losses.ts';
export type { PrintOptions } from './print.ts';
export type { RegistryCustomer } from './registry/schema.ts';
