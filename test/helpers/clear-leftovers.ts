// Before each test file: has what it will leave behind cleared away after its own hooks.

import { afterAll } from 'vitest';
import { clearLeftovers } from './leftovers.ts';

afterAll(clearLeftovers);
