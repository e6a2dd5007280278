// What no route may do: be open by oversight, or tell its callers or the log what a fault of ours quotes.

import fastify from 'fastify';
import { expect, it, onTestFinished } from 'vitest';
import { knowCallers } from '../../src/http/auth.ts';
import { sendProblem } from '../../src/http/problem.ts';
import type { FastifyInstance } from 'fastify';

const nobody = { callers: { find: async () => null }, publicUrl: null };

/** A server that writes its log to `lines`. */
function serverWith(lines: string[]): FastifyInstance {
  const app = fastify({ logger: { stream: { write: (line: string) => lines.push(line) } }, genReqId: () => 'the-request' });
  onTestFinished(() => app.close());
  return app;
}

it('a route that names no permission cannot be registered', () => {
  const app = serverWith([]);
  knowCallers(app, nobody);
  expect(() => app.get('/open', async () => 'anything')).toThrow('The route /open names no permission.');
  expect(() => app.get('/meant', { config: { permission: 'none' } }, async () => 'anything')).not.toThrow();
});

it('a fault of the registry is told as a request id, and the log has its place and not its words', async () => {
  const lines: string[] = [];
  const app = serverWith(lines);
  app.setErrorHandler(sendProblem);
  app.get('/broken', async () => {
    throw Object.assign(new Error('a canary in a cage'), { code: '23505', detail: 'Key (canary)=(1) exists.' });
  });
  const { statusCode, body } = await app.inject('/broken');
  expect(statusCode).toBe(500);
  expect(JSON.parse(body)).toMatchObject({ code: 'internal', requestId: 'the-request', issues: [] });
  expect(lines.join('')).toMatch(/"code":"23505".*hidden-faults\.test\.ts/);
  expect(body + lines.join('')).not.toContain('canary');
});
