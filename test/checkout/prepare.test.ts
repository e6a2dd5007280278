// What the commands of package.json do before anything of ours runs, and what they say at the end.

import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT, run } from './child.ts';

/** A folder with our tools and the given packages, locked and installed, and nothing else. */
function checkout(files: Record<string, object>): { folder: string; remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'clientele-checkout-'));
  for (const name of ['tools', 'node_modules']) mkdirSync(join(folder, name));
  copyFileSync(join(ROOT, 'tools', 'prepare.mjs'), join(folder, 'tools', 'prepare.mjs'));
  for (const [path, content] of Object.entries(files)) writeFileSync(join(folder, path), JSON.stringify(content));
  return { folder, remove: () => rmSync(folder, { recursive: true }) };
}

/** Runs prepare in a checkout whose npm is a stand-in that only says how it was called. */
async function prepare(files: Record<string, object>, npmStatus = 0): Promise<{ status: number | null; stderr: string }> {
  const { folder, remove } = checkout(files);
  try {
    writeFileSync(join(folder, 'npm'), `#!/bin/sh\necho "npm $*"\nexit ${npmStatus}\n`, { mode: 0o755 });
    const env = { ...process.env, PATH: `${folder}:${process.env['PATH']}` };
    return await run(process.execPath, ['tools/prepare.mjs'], { cwd: folder, env });
  } finally {
    remove();
  }
}

const lock = (packages: object): object => ({ packages: { '': {}, ...packages } });

describe('prepare', () => {
  it('installs nothing and says nothing when every locked package is there', async () => {
    const locked = lock({ 'node_modules/a': { version: '1.0.0' }, 'node_modules/elsewhere': { version: '1.0.0', optional: true } });
    const installed = lock({ 'node_modules/a': { version: '1.0.0' } });
    const ended = await prepare({ 'package-lock.json': locked, 'node_modules/.package-lock.json': installed });
    expect(ended).toMatchObject({ status: 0, stderr: '' });
  });

  it.each([
    ['a package is missing', { 'node_modules/.package-lock.json': lock({}) }],
    ['a package is of another version', { 'node_modules/.package-lock.json': lock({ 'node_modules/a': { version: '0.9.0' } }) }],
    ['nothing was installed to the end', {}],
  ])('installs what the lock says, development tools included, when %s', async (_, installed) => {
    const { status, stderr } = await prepare({ 'package-lock.json': lock({ 'node_modules/a': { version: '1.0.0' } }), ...installed });
    expect(stderr).toContain('npm ci --include=dev');
    expect(status).toBe(0);
  });

  it('stops with one line of its own when npm fails', async () => {
    const { status, stderr } = await prepare({ 'package-lock.json': lock({}) }, 1);
    expect(stderr.trim().split('\n').at(-1)).toBe('clientele: npm ci failed, for the reason above: mend that, then run this again.');
    expect(status).toBe(1);
  });
});
