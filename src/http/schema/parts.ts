// Every schema with a name of its own in the document.

import { AddressSchema, ConsentSchema, CustomerSchema, DependentSchema } from './customer.ts';
import { ChangeSchema } from './change.ts';
import { CobiAnswerSchema, CobiRecordSchema, WasabiEventSchema } from './source-record.ts';
import { CobiError, Problem, RequestIssueSchema, VoipbinError } from './problem.ts';
import { RetriedSchema } from './rejection.ts';
import { ImportSchema } from './import.ts';
import {
  DayOutcomesSchema,
  IngestAnswer,
  IssueSchema,
  MixedAnswer,
  OutcomeCountsSchema,
  ReceiptSchema,
  RejectionSchema,
} from './outcome.ts';
import { DeliverySchema, WebhookSchema } from './webhook.ts';
import { AccessKeySchema } from './access-key.ts';
import { LoginSchema, SelfSchema } from './login.ts';
import { VoipbinKeySchema } from './voipbin-access-key.ts';
import { VoipbinCustomer } from './voipbin-customer.ts';
import type { Part } from './part.ts';

export const PARTS: readonly Part[] = [
  RequestIssueSchema,
  Problem,
  CobiError,
  VoipbinError,
  ConsentSchema,
  DependentSchema,
  AddressSchema,
  CustomerSchema,
  ChangeSchema,
  OutcomeCountsSchema,
  IssueSchema,
  ReceiptSchema,
  DayOutcomesSchema,
  RejectionSchema,
  IngestAnswer,
  MixedAnswer,
  ImportSchema,
  RetriedSchema,
  CobiRecordSchema,
  CobiAnswerSchema,
  WasabiEventSchema,
  SelfSchema,
  WebhookSchema,
  DeliverySchema,
  LoginSchema,
  AccessKeySchema,
  VoipbinKeySchema,
  VoipbinCustomer,
];
