// PostgreSQL crashing while webhooks drain: what was not written down is sent again, and nothing is lost or out of order.

import { expect, it, onTestFinished } from 'vitest';
import { eventually } from '../webhooks/eventually.ts';
import { expectInOrder } from '../webhooks/in-order.ts';
import { findPostgresql, startPostgresql } from '../helpers/postgresql.ts';
import { onPostgresql } from '../helpers/stores.ts';
import { openStand } from '../webhooks/stand.ts';
import { rounds } from '../helpers/rounds.ts';
import type { Script } from '../webhooks/receiver.ts';

const CRASHES = rounds(3, 20);
const PEOPLE = 100;
const ANSWER_MS = 3;

onPostgresql('while webhooks drain', () => {
  it(
    `PostgreSQL may crash ${CRASHES} times`,
    async (context) => {
      if (!findPostgresql()) context.skip('a server of its own to crash – install postgresql');
      const server = await startPostgresql();
      onTestFinished(() => server.stop());
      const stand = await openStand({ databaseUrl: server.url, connectionsMax: 6 });
      onTestFinished(() => stand.stop());
      const told = new Set<string>();
      const answer: Script = ({ id }, response) => {
        told.add(id);
        setTimeout(() => response.writeHead(204).end(), ANSWER_MS);
      };
      const { scope, receiver } = await stand.account(answer);
      const versions = CRASHES + 2;
      for (let version = 1; version <= versions; version += 1) {
        const people = Array.from({ length: PEOPLE }, (_, person) => `person-${person}`);
        await stand.changeAll(scope, people, { dateOfBirth: `1990-01-${String(version).padStart(2, '0')}` });
      }
      stand.worker();
      for (let crash = 1; crash <= CRASHES; crash += 1) {
        await receiver.until(() => told.size >= crash * PEOPLE);
        await server.crash();
        await server.restart();
      }
      await eventually(
        () => told.size,
        (size) => size === PEOPLE * versions,
      );
      expectInOrder(receiver.received, { people: PEOPLE, versions });
      expect(receiver.received.length).toBeLessThan(2 * PEOPLE * versions);
    },
    60_000 + CRASHES * 15_000,
  );
});
