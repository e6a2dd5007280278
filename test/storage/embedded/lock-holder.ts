// A process that takes a store's lock when its input ends, says whether it got it, and stays: node lock-holder.ts DATA_DIR

import { once } from 'node:events';
import { lockStore } from '../../../src/storage/embedded/store-lock.ts';

const [dataDir = ''] = process.argv.slice(2);
console.log('ready');
process.stdin.resume();
await once(process.stdin, 'end');
try {
  await lockStore(dataDir);
  console.log('held');
} catch (error) {
  console.log(`refused ${String(error)}`);
}
setInterval(() => undefined, 60_000);
