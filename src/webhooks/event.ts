// What is sent: an event in the form its receiver asked for. Over GET there is no body, and nothing in the address but ids: addresses
// end up in logs.

import { convertCustomer, print } from '../formats/index.ts';
import type { Delivery } from '../storage/deliveries.ts';
import type { Endpoint } from '../storage/webhooks.ts';
import type { Target } from './target.ts';
import type { RegistryCustomer } from '../formats/index.ts';

/** One request, but for its signature. */
export interface Message {
  readonly method: 'POST' | 'PUT' | 'DELETE' | 'GET';
  readonly origin: string;
  readonly path: string;
  /** Empty for GET. */
  readonly body: string;
}

const METHODS: ReadonlySet<string> = new Set(['POST', 'PUT', 'DELETE', 'GET']);

export function messageOf(delivery: Delivery, target: Target): Message {
  const { origin = '', path = '/' } = target.place ?? {};
  const method = (METHODS.has(target.method) ? target.method : 'POST') as Message['method'];
  if (method !== 'GET') return { method, origin, path, body: bodyOf(delivery, target) };
  return { method, origin, path: `${path}${path.includes('?') ? '&' : '?'}${new URLSearchParams(idsOf(delivery)).toString()}`, body: '' };
}

function idsOf({ type, sequence, version, subjectId }: Delivery): Record<string, string> {
  const id = isOfCustomer(type) ? { customerId: subjectId } : {};
  return { type, ...id, sequence, ...(version !== null && { version: String(version) }) };
}

function bodyOf(delivery: Delivery, endpoint: Endpoint): string {
  const { type, occurredAt, sequence, version, previousVersion, coalesced } = delivery;
  const head = `"type":${JSON.stringify(type)},"timestamp":"${occurredAt}"`;
  const versions = version === null ? '' : `,"version":${version},"previousVersion":${previousVersion}`;
  const mark = coalesced > 1 ? `,"coalesced":${coalesced}` : '';
  return `{${head},"data":${dataOf(delivery, endpoint)},"sequence":${sequence}${versions}${mark}}`;
}

/** The stored texts are joined as they are; only a foreign form needs them read. */
function dataOf(delivery: Delivery, { payload, format }: Endpoint): string {
  const { type, subjectId, document, occurredAt } = delivery;
  if (!isOfCustomer(type)) return document ?? '{}';
  if (document === null || payload === 'thin') return JSON.stringify({ id: subjectId });
  const json = `${document.slice(0, -1)},"changedAt":"${occurredAt}"}`;
  return format === 'registry' ? json : converted(json, format, delivery);
}

/** A customer without a form in that format (a Cobi record needs a country) is told by its id, with the reason. */
function converted(json: string, format: 'cobi' | 'wasabi', { type, subjectId, occurredAt }: Delivery): string {
  const conversion = convertCustomer(JSON.parse(json) as RegistryCustomer, format, { now: occurredAt });
  if ('refused' in conversion) return JSON.stringify({ id: subjectId, notConvertible: conversion.refused.message });
  const text = print(conversion.record);
  if (format === 'cobi') return text;
  const eventAction = type === 'customer.created' ? 'CREATED' : 'UPDATED';
  return JSON.stringify({ ...(JSON.parse(text) as object), eventAction });
}

function isOfCustomer(type: string): boolean {
  return type.startsWith('customer.');
}
