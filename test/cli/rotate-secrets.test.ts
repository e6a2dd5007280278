// `clientele keys rotate-secrets` and the route it asks: the operator's alone, and each step says where to go on.

import { afterAll, beforeAll, expect, it } from 'vitest';
import { clientele } from './clientele.ts';
import { forEachStore } from '../helpers/stores.ts';
import { startVoipbin } from '../helpers/voipbin.ts';
import type { VoipbinRegistry } from '../helpers/voipbin.ts';

const ROTATE = '/v1/secrets/rotate';

forEachStore('rotating secrets', (store) => {
  let registry: VoipbinRegistry;
  beforeAll(async () => {
    registry = await startVoipbin(await store.fresh());
  });
  afterAll(() => registry.stop());

  it('is the operator’s alone, over HTTP', async () => {
    expect((await registry.tenant.post(ROTATE, {})).status).toBe(403);
    expect((await registry.operator.post(ROTATE, {})).body).toEqual({ accounts: 3, resealed: 0, next: null });
    expect((await registry.operator.post(ROTATE, { after: 'nobody' })).status).toBe(400);
  });

  it('runs beside a server, and says how far it is', async () => {
    const ended = await clientele(['keys', 'rotate-secrets', '--url', registry.api.url], { CLIENTELE_KEY: registry.key });
    expect(ended).toEqual({ status: 0, stdout: '', stderr: '3 accounts seen, 0 secrets sealed anew\n' });
  });
});
