// Limit C: `COPY` of the events into one table, in one transaction: the fastest way into PostgreSQL there is.

import { Client } from 'pg';
import { BARE_TABLES } from './bare-tables.ts';
import { sampleTexts } from './records.ts';
import type { Connection, Submittable } from 'pg';
import type { Bench } from './stage.ts';

const EVENTS = 300_000;
const CHUNK_LINES = 1_000;

export const copy: Bench = {
  name: 'copy',
  figures: ['C'],
  measure: (stage) =>
    stage.withDatabase(async (url) => {
      const chunks = chunksOf(sampleTexts('wasabi', stage.count(EVENTS)));
      const client = new Client(url);
      await client.connect();
      await client.query(BARE_TABLES);
      const beganAt = performance.now();
      await copyIn(client, 'copy bare_copy (id, updated_at, document) from stdin', chunks);
      const seconds = (performance.now() - beganAt) / 1000;
      await client.end();
      return [{ name: 'C', perSecond: stage.count(EVENTS) / seconds }];
    }),
};

function chunksOf(texts: readonly string[]): Buffer[] {
  const lines = texts.map((text) => {
    const { customerId, updatedAt } = JSON.parse(text).body;
    return `${customerId}\t${updatedAt}\t${text.replaceAll('\\', '\\\\')}\n`;
  });
  const chunks: Buffer[] = [];
  for (let at = 0; at < lines.length; at += CHUNK_LINES) chunks.push(Buffer.from(lines.slice(at, at + CHUNK_LINES).join('')));
  return chunks;
}

/** The part of pg's connection that speaks COPY; its types leave it out. */
interface CopyConnection extends Connection {
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
}

function copyIn(client: Client, sql: string, chunks: readonly Buffer[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const submission = {
      submit: (connection: Connection) => connection.query(sql),
      handleCopyInResponse(connection: CopyConnection) {
        for (const chunk of chunks) connection.sendCopyFromChunk(chunk);
        connection.endCopyFrom();
      },
      handleCommandComplete: () => {},
      handleReadyForQuery: () => resolve(),
      handleError: reject,
    };
    client.query(submission as Submittable);
  });
}
